using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuEpilogue<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly float* _input;
    private readonly float* _bias;
    private readonly float* _output;
    private readonly int _columns;
    private readonly Activation _activation;
    private readonly bool _drops;
    private readonly CpuDropout<TSimd, TFloat, TInt> _dropout;

    public CpuEpilogue(EpilogueOperation operation, MemoryMap memory, WorkerPool pool)
        : base(
            operation.Rows,
            EpilogueCost.Row(operation.Output, operation.Activation, operation.Dropout is not null),
            pool)
    {
        _columns = operation.Output.RowLength;
        operation.Require(operation.Output, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.Input, DType.Float32, operation.Rows, _columns);
        if (operation.Bias is not null) operation.Require(operation.Bias, DType.Float32, _columns);
        _input = memory.Address<float>(operation.Input);
        _bias = memory.AddressOrNull<float>(operation.Bias);
        _output = memory.Address<float>(operation.Output);
        _activation = operation.Activation;
        if (operation.Dropout is not { } mask) return;
        _drops = true;
        _dropout = new CpuDropout<TSimd, TFloat, TInt>(mask, memory.State);
    }

    public override void RunRows(int start, int end)
    {
        switch (_activation)
        {
            case Activation.Linear: RunRows<LinearKernel>(start, end); break;
            case Activation.Relu: RunRows<ReluKernel>(start, end); break;
            case Activation.Sigmoid: RunRows<SigmoidKernel>(start, end); break;
            case Activation.Tanh: RunRows<TanhKernel>(start, end); break;
            default: throw new InvalidOperationException($"Epilogue: unknown activation {_activation}.");
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunRows<TActivation>(int start, int end)
        where TActivation : struct, IActivationKernel
    {
        int block = CpuDropout<TSimd, TFloat, TInt>.Columns;
        uint* words = stackalloc uint[block];
        for (int row = start; row < end; row++)
        {
            float* input = _input + (long)row * _columns;
            float* output = _output + (long)row * _columns;
            for (int from = 0; from < _columns; from += block)
            {
                if (_drops) _dropout.Draw(row, from, words);
                int to = Math.Min(_columns, from + block);
                for (int column = from; column < to; column += TSimd.Width)
                {
                    int left = to - column;
                    TFloat value = TSimd.LoadPartial(input + column, left);
                    if (_bias is not null) value = TSimd.Add(value, TSimd.LoadPartial(_bias + column, left));
                    value = TActivation.Forward<TSimd, TFloat, TInt>(value);
                    if (_drops) value = _dropout.Apply(value, TSimd.LoadInt(words + (column - from)));
                    TSimd.StorePartial(output + column, value, left);
                }
            }
        }
    }
}
