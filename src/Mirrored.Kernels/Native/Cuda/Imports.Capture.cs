using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Capture of a stream into a graph.</content>
internal static unsafe partial class CudaImports
{
    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuStreamBeginCapture_v2(nint stream, CuCaptureMode mode);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuStreamEndCapture(nint stream, nint* graph);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuStreamIsCapturing(nint stream, CuCaptureStatus* status);
}
