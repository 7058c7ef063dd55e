using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Choosing a kernel and running it.</content>
internal static unsafe partial class CublasLtImports
{
    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtMatmulAlgoGetHeuristic(
        nint handle, nint description, nint layoutA, nint layoutB, nint layoutC, nint layoutD, nint preference,
        int requested, CublasLtHeuristicResult* results, int* returned);

    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtMatmulAlgoCheck(
        nint handle, nint description, nint layoutA, nint layoutB, nint layoutC, nint layoutD,
        CublasLtMatmulAlgo* algo, CublasLtHeuristicResult* result);

    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtMatmul(
        nint handle, nint description, void* alpha, void* a, nint layoutA, void* b, nint layoutB, void* beta,
        void* c, nint layoutC, void* d, nint layoutD, CublasLtMatmulAlgo* algo, void* workspace, nuint workspaceBytes,
        nint stream);
}
