using System.Runtime.InteropServices;
using System.Text;

namespace Mirrored;

/// <summary>NVML in this process: looked for and started once, when first asked for, and not shut down before the
/// process ends.</summary>
internal static unsafe partial class Nvml
{
    private const int TextBytes = 96;
    private const int GpuSensor = 0;

    private static readonly Lazy<NvmlException?> Started = new(Start);

    /// <summary>Why the library did not start; null when it did, or was not found.</summary>
    public static NvmlException? Error => Started.Value;

    /// <summary>Why there are no figures; null when there are.</summary>
    public static string? Failure => Library.IsFound ? Error?.Message : $"NVML was not found. {Library.Advice}";

    /// <summary>Where the library was looked for and found.</summary>
    public static LibraryProbe Library => NativeLibraries.Load(LibraryDescription.Nvml);

    /// <summary>The display driver's release, for example <c>580.65.06</c>; null when it cannot be had.</summary>
    public static string? DriverVersion()
    {
        if (Failure is not null) return null;
        byte* text = stackalloc byte[TextBytes];
        return NvmlImports.nvmlSystemGetDriverVersion(text, TextBytes).IsSuccess ? Text(text) : null;
    }

    /// <summary>Every GPU of the machine, hidden ones included, by name and identity; empty when it cannot be
    /// had.</summary>
    public static IReadOnlyList<(string Name, string Uuid)> AllDevices()
    {
        uint count;
        if (Failure is not null || !NvmlImports.nvmlDeviceGetCount_v2(&count).IsSuccess) return [];
        var devices = new List<(string, string)>();
        byte* text = stackalloc byte[TextBytes];
        for (uint i = 0; i < count; i++)
        {
            nint device;
            if (!NvmlImports.nvmlDeviceGetHandleByIndex_v2(i, &device).IsSuccess) continue;
            string name = NvmlImports.nvmlDeviceGetName(device, text, TextBytes).IsSuccess ? Text(text) : "";
            string uuid = NvmlImports.nvmlDeviceGetUUID(device, text, TextBytes).IsSuccess ? Text(text) : "";
            devices.Add((name, uuid));
        }

        return devices;
    }

    /// <summary>How busy a GPU is; null when NVML does not know it.</summary>
    public static GpuUsage? Usage(PhysicalDevice gpu)
    {
        if (Failure is not null || !TryFind(gpu, out nint device)) return null;
        NvmlUtilization utilization;
        NvmlMemory memory;
        uint celsius, milliwatts;
        bool hasUtilization = NvmlImports.nvmlDeviceGetUtilizationRates(device, &utilization).IsSuccess;
        bool hasMemory = NvmlImports.nvmlDeviceGetMemoryInfo(device, &memory).IsSuccess;
        bool hasTemperature = NvmlImports.nvmlDeviceGetTemperature(device, GpuSensor, &celsius).IsSuccess;
        bool hasPower = NvmlImports.nvmlDeviceGetPowerUsage(device, &milliwatts).IsSuccess;
        return new GpuUsage
        {
            Utilization = hasUtilization ? (int)utilization.Gpu : null,
            MemoryUsed = hasMemory ? (long)memory.Used : null,
            MemoryTotal = hasMemory ? (long)memory.Total : null,
            Temperature = hasTemperature ? (int)celsius : null,
            Power = hasPower ? milliwatts / 1000.0 : null,
        };
    }

    /// <summary>Numbers are no use, as NVML and CUDA count differently: by identity, else by place. A slice of a GPU
    /// has an identity of its own.</summary>
    private static bool TryFind(PhysicalDevice gpu, out nint device)
    {
        nint found = 0;
        bool isFound = false;
        if (gpu.Uuid is { } uuid)
        {
            string slice = string.Concat("MIG-", uuid.AsSpan("GPU-".Length));
            isFound = ByUuid(uuid, &found) || ByUuid(slice, &found);
        }

        if (!isFound && gpu.PciBusId is { } busId)
        {
            fixed (byte* text = Encoding.UTF8.GetBytes(busId + '\0'))
                isFound = NvmlImports.nvmlDeviceGetHandleByPciBusId_v2(text, &found).IsSuccess;
        }

        device = found;
        return isFound;
    }

    private static bool ByUuid(string uuid, nint* device)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(uuid + '\0'))
            return NvmlImports.nvmlDeviceGetHandleByUUID(text, device).IsSuccess;
    }

    private static NvmlException? Start()
    {
        if (!Library.IsFound) return null;
        try
        {
            NvmlImports.nvmlInit_v2().ThrowIfFailed(nameof(NvmlImports.nvmlInit_v2));
            return null;
        }
        catch (NvmlException cause)
        {
            return cause;
        }
    }

    private static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8)!;
}
