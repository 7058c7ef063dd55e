using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuRandomUniform<TSimd, TFloat, TInt> : CpuRangeOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly float* _output;
    private readonly ulong _seed;
    private readonly uint _stream;
    private readonly float _minimum;
    private readonly float _span;

    public CpuRandomUniform(RandomUniformOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Output.Shape.Length, elementCost: 16, pool)
    {
        long length = operation.Output.Shape.Length;
        operation.Require(operation.Output, DType.Float32, length);
        if (length / Philox.Words > uint.MaxValue)
            throw new ArgumentException(
                $"{operation.Name}: {operation.Output} has more elements than the counter tells apart, 2^34.");
        _output = memory.Address<float>(operation.Output);
        _seed = operation.Seed;
        _stream = operation.Stream;
        _minimum = operation.Minimum;
        _span = operation.Maximum - operation.Minimum;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRange(long start, long end)
    {
        uint* words = stackalloc uint[Philox.Words * TSimd.Width];
        TFloat scale = TSimd.Broadcast(1f / (1 << 24));
        TFloat span = TSimd.Broadcast(_span);
        TFloat minimum = TSimd.Broadcast(_minimum);
        for (long block = start; block < end; block += Philox.Words * TSimd.Width)
        {
            Philox.Draw<TSimd, TFloat, TInt>(_seed, (uint)(block / Philox.Words), 0, 0, _stream, words);
            long blockEnd = Math.Min(end, block + Philox.Words * TSimd.Width);
            for (long i = block; i < blockEnd; i += TSimd.Width)
            {
                TInt word = TSimd.LoadInt(words + (i - block));
                TFloat u = TSimd.Multiply(TSimd.ToFloat(TSimd.ShiftRight(word, 8)), scale);
                TSimd.StorePartial(_output + i, TSimd.MultiplyAdd(u, span, minimum), blockEnd - i);
            }
        }
    }
}
