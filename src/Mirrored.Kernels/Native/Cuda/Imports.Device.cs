using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Devices and what they are; none of these makes a context.</content>
internal static unsafe partial class CudaImports
{
    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDeviceGetCount(int* count);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDeviceGet(int* device, int ordinal);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDeviceGetName(byte* name, int length, int device);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDeviceGetUuid_v2(CuUuid* uuid, int device);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDeviceGetAttribute(int* value, CuDeviceAttribute attribute, int device);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDeviceTotalMem_v2(nuint* bytes, int device);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDeviceGetPCIBusId(byte* busId, int length, int device);
}
