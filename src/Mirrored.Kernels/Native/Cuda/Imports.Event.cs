using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Events.</content>
internal static unsafe partial class CudaImports
{
    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuEventCreate(nint* mark, CuEventFlags flags);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuEventRecord(nint mark, nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuEventSynchronize(nint mark);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuEventQuery(nint mark);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuEventElapsedTime(float* milliseconds, nint start, nint end);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuEventDestroy_v2(nint mark);
}
