using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Stream-ordered memory. During capture these would become nodes of the graph: not for captured
/// code.</content>
internal static unsafe partial class CudaImports
{
    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemAllocAsync(ulong* address, nuint bytes, nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemFreeAsync(ulong address, nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemAllocFromPoolAsync(ulong* address, nuint bytes, nint pool, nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDeviceGetDefaultMemPool(nint* pool, int device);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemPoolCreate(nint* pool, CuMemPoolProps* properties);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemPoolDestroy(nint pool);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemPoolSetAttribute(nint pool, CuMemPoolAttribute attribute, void* value);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemPoolGetAttribute(nint pool, CuMemPoolAttribute attribute, void* value);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemPoolTrimTo(nint pool, nuint minBytesToKeep);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemPoolSetAccess(nint pool, CuMemAccessDesc* descriptions, nuint count);
}
