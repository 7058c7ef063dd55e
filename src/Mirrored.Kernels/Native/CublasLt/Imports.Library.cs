using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>cuBLASLt's functions under their own names.</summary>
/// <content>The library and its handle.</content>
internal static unsafe partial class CublasLtImports
{
    [LibraryImport(LibraryNames.CublasLt)]
    public static partial nuint cublasLtGetVersion();

    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtCreate(nint* handle);

    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtDestroy(nint handle);
}
