using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Device memory and page-locked host memory.</content>
internal static unsafe partial class CudaImports
{
    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemGetInfo_v2(nuint* free, nuint* total);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemAlloc_v2(ulong* address, nuint bytes);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemFree_v2(ulong address);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemHostAlloc(void** pointer, nuint bytes, CuHostAllocFlags flags);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemFreeHost(void* pointer);
}
