using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Streams.</content>
internal static unsafe partial class CudaImports
{
    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuStreamCreateWithPriority(nint* stream, CuStreamFlags flags, int priority);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuStreamDestroy_v2(nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuStreamSynchronize(nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuStreamQuery(nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuStreamWaitEvent(nint stream, nint mark, uint flags);
}
