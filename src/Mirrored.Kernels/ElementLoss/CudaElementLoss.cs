namespace Mirrored;

internal static class CudaElementLoss
{
    public static PreparedOperation Prepare(ElementLossOperation operation, MemoryMap memory, CudaStream stream) => stream.Kernel(
        "element_loss", "mirrored_element_loss", stream.Grid.Rows(operation.Rows), new Arguments
        {
            Loss = CudaLossArguments.Create(operation, (int)operation.Function, memory),
            Divisor = operation.Divisor,
        });

    internal struct Arguments
    {
        public CudaLossArguments Loss;
        public float Divisor;
        public int Reserved;
    }
}
