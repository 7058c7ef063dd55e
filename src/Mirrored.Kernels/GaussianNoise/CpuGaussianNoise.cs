using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuGaussianNoise<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Elementary operations per element: the draw, a logarithm, a root and two divisions.</summary>
    private const int Cost = 50;

    private readonly float* _input;
    private readonly float* _output;
    private readonly int _columns;
    private readonly float _stddev;
    private readonly ulong _seed;
    private readonly uint _layer;
    private readonly StepState* _state;

    public CpuGaussianNoise(GaussianNoiseOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.Output.RowLength * Cost, pool)
    {
        _columns = operation.Output.RowLength;
        operation.Require(operation.Output, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.Input, DType.Float32, operation.Rows, _columns);
        _input = memory.Address<float>(operation.Input);
        _output = memory.Address<float>(operation.Output);
        (_stddev, _seed, _layer) = (operation.StdDev, operation.Seed, operation.Layer);
        _state = memory.State;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRows(int start, int end)
    {
        int block = Philox.Words * TSimd.Width;
        uint* words = stackalloc uint[block];
        TFloat stddev = TSimd.Broadcast(_stddev);
        for (int row = start; row < end; row++)
        {
            long first = (long)row * _columns;
            for (int from = 0; from < _columns; from += block)
            {
                Philox.Draw<TSimd, TFloat, TInt>(
                    _seed, (uint)(from / Philox.Words), (uint)(_state->FirstGlobalRow + row), (uint)_state->RngStep, _layer, words);
                int to = Math.Min(_columns, from + block);
                for (int column = from; column < to; column += TSimd.Width)
                {
                    TFloat z = NormalDeviate.Of<TSimd, TFloat, TInt>(TSimd.LoadInt(words + (column - from)));
                    TFloat x = TSimd.LoadPartial(_input + first + column, to - column);
                    TSimd.StorePartial(_output + first + column, TSimd.MultiplyAdd(stddev, z, x), to - column);
                }
            }
        }
    }
}
