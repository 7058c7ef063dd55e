namespace Mirrored;

internal static class CudaVectorLoss
{
    public static PreparedOperation Prepare(VectorLossOperation operation, MemoryMap memory, CudaStream stream) => stream.Kernel(
        "vector_loss", "mirrored_vector_loss", stream.Grid.Rows(operation.Rows),
        CudaLossArguments.Create(operation, (int)operation.Function, memory));
}
