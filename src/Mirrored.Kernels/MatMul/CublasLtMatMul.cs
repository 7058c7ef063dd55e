namespace Mirrored;

/// <summary>A product bound to cuBLASLt's kernel, its matrices and a stream.</summary>
internal sealed class CublasLtMatMul(
    CublasLtHandle library, CublasLtProduct product, CublasLtChoice choice, CudaStream stream) : PreparedOperation
{
    private readonly CublasLtMatmulAlgo _algorithm = choice.Algorithm;
    private readonly ulong _workspace = choice.WorkspaceBytes == 0 ? 0 : (ulong)stream.Workspace!.Address;

    public override void Launch() => library.Matmul(
        product, alpha: 1, beta: 0, _algorithm, _workspace, choice.WorkspaceBytes, stream.Handle);
}
