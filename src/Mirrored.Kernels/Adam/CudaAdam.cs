namespace Mirrored;

internal static unsafe class CudaAdam
{
    public static PreparedOperation Prepare(AdamOperation operation, MemoryMap memory, CudaStream stream)
    {
        long count = operation.Weights.Shape.Length;
        operation.Require(operation.Weights, DType.Float32, count);
        operation.Require(operation.Gradients, DType.Float32, count);
        operation.Require(operation.Momentum, DType.Float32, count);
        operation.Require(operation.Velocity, DType.Float32, count);
        return stream.Kernel("adam", "mirrored_adam", stream.Grid.Quads(count), new Arguments
        {
            Weights = memory.Address<float>(operation.Weights),
            Gradients = memory.Address<float>(operation.Gradients),
            Momentum = memory.Address<float>(operation.Momentum),
            Velocity = memory.Address<float>(operation.Velocity),
            State = memory.State,
            Count = count,
            OneMinusBeta1 = (float)(1 - operation.Beta1),
            OneMinusBeta2 = (float)(1 - operation.Beta2),
            Epsilon = (float)operation.Epsilon,
        });
    }

    internal struct Arguments
    {
        public float* Weights;
        public float* Gradients;
        public float* Momentum;
        public float* Velocity;
        public StepState* State;
        public long Count;
        public float OneMinusBeta1;
        public float OneMinusBeta2;
        public float Epsilon;
        public int Reserved;
    }
}
