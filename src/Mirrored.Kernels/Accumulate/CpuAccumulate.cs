using System.Runtime.CompilerServices;

namespace Mirrored;

/// <remarks>Every chunk's sum and the sum of the chunks begin at +0. Not in vectors: a step has few rows, and the
/// order is one after the other.</remarks>
internal sealed unsafe class CpuAccumulate : PreparedOperation
{
    private readonly float* _input;
    private readonly double* _accumulator;
    private readonly long _count;

    public CpuAccumulate(AccumulateOperation operation, MemoryMap memory)
    {
        _count = operation.Input.Shape.Length;
        operation.Require(operation.Input, DType.Float32, _count);
        operation.Require(operation.Accumulator, DType.Float64, 1);
        _input = memory.Address<float>(operation.Input);
        _accumulator = memory.Address<double>(operation.Accumulator);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Launch()
    {
        double sum = 0;
        for (long chunk = 0; chunk < _count; chunk += AccumulateOperation.Chunk)
        {
            double chunkSum = 0;
            long end = Math.Min(_count, chunk + AccumulateOperation.Chunk);
            for (long i = chunk; i < end; i++) chunkSum += _input[i];
            sum += chunkSum;
        }

        *_accumulator += sum;
    }
}
