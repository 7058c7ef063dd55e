using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Devices. Their order is not CUDA's, and CUDA_VISIBLE_DEVICES hides none of them.</content>
internal static unsafe partial class NvmlImports
{
    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetCount_v2(uint* count);

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetHandleByIndex_v2(uint index, nint* device);

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetHandleByPciBusId_v2(byte* busId, nint* device);

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetHandleByUUID(byte* uuid, nint* device);

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetName(nint device, byte* name, uint length);

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetUUID(nint device, byte* uuid, uint length);

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetUtilizationRates(nint device, NvmlUtilization* utilization);

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetMemoryInfo(nint device, NvmlMemory* memory);

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetTemperature(nint device, int sensor, uint* celsius);

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetPowerUsage(nint device, uint* milliwatts);

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetIndex(nint device, uint* index);

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetComputeRunningProcesses_v3(
        nint device, uint* count, NvmlProcess* processes);

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetTopologyCommonAncestor(nint first, nint second, NvmlTopology* level);

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlDeviceGetP2PStatus(nint first, nint second, int capability, int* status);
}
