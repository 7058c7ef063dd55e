using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Copies and fills. The asynchronous ones need page-locked host memory to be so.</content>
internal static unsafe partial class CudaImports
{
    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemcpyHtoDAsync_v2(ulong destination, void* source, nuint bytes, nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemcpyDtoHAsync_v2(void* destination, ulong source, nuint bytes, nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemcpyDtoDAsync_v2(ulong destination, ulong source, nuint bytes, nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemcpyPeerAsync(
        ulong destination, nint destinationContext, ulong source, nint sourceContext, nuint bytes, nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemsetD8Async(ulong destination, byte value, nuint bytes, nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemsetD16Async(ulong destination, ushort value, nuint count, nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuMemsetD32Async(ulong destination, uint value, nuint count, nint stream);
}
