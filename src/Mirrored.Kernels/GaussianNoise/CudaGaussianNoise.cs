namespace Mirrored;

internal static unsafe class CudaGaussianNoise
{
    public static PreparedOperation Prepare(GaussianNoiseOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Rows, columns = operation.Output.RowLength;
        operation.Require(operation.Output, DType.Float32, rows, columns);
        operation.Require(operation.Input, DType.Float32, rows, columns);
        return stream.Kernel("gaussian_noise", "mirrored_gaussian_noise", stream.Grid.RowQuads(rows, columns), new Arguments
        {
            Input = memory.Address<float>(operation.Input),
            Output = memory.Address<float>(operation.Output),
            State = memory.State,
            Seed = operation.Seed,
            Layer = operation.Layer,
            StdDev = operation.StdDev,
            Rows = rows,
            Columns = columns,
        });
    }

    internal struct Arguments
    {
        public float* Input;
        public float* Output;
        public StepState* State;
        public ulong Seed;
        public uint Layer;
        public float StdDev;
        public int Rows;
        public int Columns;
    }
}
