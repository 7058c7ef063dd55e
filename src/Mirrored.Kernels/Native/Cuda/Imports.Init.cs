using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>The CUDA driver's functions under their own names. The suffixes matter: a plain name such as
/// <c>cuMemAlloc</c> is the oldest version, with 32-bit addresses.</summary>
/// <content>Versions, start-up, the names of errors.</content>
internal static unsafe partial class CudaImports
{
    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuInit(uint flags);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDriverGetVersion(int* version);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuGetErrorName(int code, byte** text);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuGetErrorString(int code, byte** text);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuGetProcAddress_v2(
        byte* symbol, nint* address, int cudaVersion, ulong flags, int* status);
}
