using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>Asks the driver what a device is; makes no context, so it costs no device memory.</summary>
internal static unsafe class CudaDeviceQuery
{
    private const int NameBytes = 256;
    private const int BusIdBytes = 32;

    /// <summary>Describes a GPU.</summary>
    /// <param name="index">The number among the visible GPUs.</param>
    /// <exception cref="CudaUnavailableException">There is no usable driver.</exception>
    /// <exception cref="CudaException">The driver refused.</exception>
    public static PhysicalDevice Describe(int index)
    {
        CudaDriver.Require();
        var id = new DeviceId(DeviceKind.Gpu, index);
        int device;
        CudaImports.cuDeviceGet(&device, index).ThrowIfFailed(nameof(CudaImports.cuDeviceGet), id);
        byte* text = stackalloc byte[NameBytes];
        CudaImports.cuDeviceGetName(text, NameBytes, device).ThrowIfFailed(nameof(CudaImports.cuDeviceGetName), id);
        string name = Marshal.PtrToStringUTF8((nint)text)!;
        CudaImports.cuDeviceGetPCIBusId(text, BusIdBytes, device)
            .ThrowIfFailed(nameof(CudaImports.cuDeviceGetPCIBusId), id);
        string busId = Marshal.PtrToStringUTF8((nint)text)!;
        CuUuid uuid;
        CudaImports.cuDeviceGetUuid_v2(&uuid, device).ThrowIfFailed(nameof(CudaImports.cuDeviceGetUuid_v2), id);
        nuint bytes;
        CudaImports.cuDeviceTotalMem_v2(&bytes, device).ThrowIfFailed(nameof(CudaImports.cuDeviceTotalMem_v2), id);
        return new PhysicalDevice(id, name)
        {
            Uuid = $"GPU-{uuid}",
            PciBusId = busId,
            TotalMemory = (long)bytes,
            ComputeCapability = new Version(
                Attribute(device, CuDeviceAttribute.ComputeCapabilityMajor, id),
                Attribute(device, CuDeviceAttribute.ComputeCapabilityMinor, id)),
            Multiprocessors = Attribute(device, CuDeviceAttribute.MultiprocessorCount, id),
        };
    }

    /// <summary>A property of a device.</summary>
    /// <param name="device">The driver's own number of it.</param>
    /// <param name="attribute">The property.</param>
    /// <param name="id">Its name, for errors.</param>
    public static int Attribute(int device, CuDeviceAttribute attribute, DeviceId id)
    {
        CudaFault.Process.ThrowIfSet();
        int value;
        CudaImports.cuDeviceGetAttribute(&value, attribute, device)
            .ThrowIfFailed(nameof(CudaImports.cuDeviceGetAttribute), id);
        return value;
    }

    /// <summary>True when a GPU can read another one's memory directly.</summary>
    public static bool CanAccessPeer(DeviceId gpu, DeviceId peer)
    {
        CudaFault.Process.ThrowIfSet();
        int device, other, canAccess;
        CudaImports.cuDeviceGet(&device, gpu.Index).ThrowIfFailed(nameof(CudaImports.cuDeviceGet), gpu);
        CudaImports.cuDeviceGet(&other, peer.Index).ThrowIfFailed(nameof(CudaImports.cuDeviceGet), peer);
        CudaImports.cuDeviceCanAccessPeer(&canAccess, device, other)
            .ThrowIfFailed(nameof(CudaImports.cuDeviceCanAccessPeer), gpu);
        return canAccess != 0;
    }
}
