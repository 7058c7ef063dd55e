namespace Mirrored;

internal static unsafe class CudaNormConstraint
{
    public static PreparedOperation Prepare(NormConstraintOperation operation, MemoryMap memory, CudaStream stream)
    {
        operation.Require(operation.Weights, DType.Float32, operation.Weights.Shape.Length);
        long vectors = operation.Vectors;
        return stream.Kernel("norm_constraint", "mirrored_norm_constraint", stream.Grid.Elements(vectors), new Arguments
        {
            Weights = memory.Address<float>(operation.Weights),
            State = memory.State,
            Vectors = vectors,
            Stride = operation.Stride,
            Minimum = operation.Range.Minimum,
            Maximum = operation.Range.Maximum,
            Rate = operation.Range.Rate,
            Length = operation.Length,
        });
    }

    internal struct Arguments
    {
        public float* Weights;
        public StepState* State;
        public long Vectors;
        public long Stride;
        public double Minimum;
        public double Maximum;
        public double Rate;
        public int Length;
        public int Reserved;
    }
}
