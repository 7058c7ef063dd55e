using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuEpilogueGradient<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly float* _outputGradient;
    private readonly float* _output;
    private readonly float* _inputGradient;
    private readonly int _columns;
    private readonly Activation _activation;
    private readonly bool _draws;
    private readonly float _scale;
    private readonly CpuDropout<TSimd, TFloat, TInt> _dropout;

    public CpuEpilogueGradient(EpilogueGradientOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, EpilogueCost.Row(operation.InputGradient, Activation.Linear, Draws(operation)), pool)
    {
        _columns = operation.InputGradient.RowLength;
        operation.Require(operation.InputGradient, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.OutputGradient, DType.Float32, operation.Rows, _columns);
        if (operation.Output is not null) operation.Require(operation.Output, DType.Float32, operation.Rows, _columns);
        else if (operation.Activation != Activation.Linear)
            throw new ArgumentException(
                $"{operation.Name}: the derivative of {operation.Activation} needs Output; it is null.");
        if (operation.Dropout is not null && operation.Activation is not (Activation.Linear or Activation.Relu))
            throw new ArgumentException(
                $"{operation.Name}: dropout cannot be undone with {operation.Activation}; use two operations.");
        _outputGradient = memory.Address<float>(operation.OutputGradient);
        _output = memory.AddressOrNull<float>(operation.Output);
        _inputGradient = memory.Address<float>(operation.InputGradient);
        _activation = operation.Activation;
        _draws = Draws(operation);
        _scale = _draws ? 1 : operation.Dropout?.Scale ?? 1;
        if (_draws) _dropout = new CpuDropout<TSimd, TFloat, TInt>(operation.Dropout!.Value, memory.State);
    }

    public override void RunRows(int start, int end)
    {
        switch (_activation)
        {
            case Activation.Linear: RunRows<LinearKernel>(start, end); break;
            case Activation.Relu: RunRows<ReluKernel>(start, end); break;
            case Activation.Sigmoid: RunRows<SigmoidKernel>(start, end); break;
            case Activation.Tanh: RunRows<TanhKernel>(start, end); break;
            default: throw new InvalidOperationException($"EpilogueGradient: unknown activation {_activation}.");
        }
    }

    /// <summary>Only a linear output does not tell what was dropped.</summary>
    private static bool Draws(EpilogueGradientOperation operation) =>
        operation.Dropout is not null && operation.Activation == Activation.Linear;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunRows<TActivation>(int start, int end)
        where TActivation : struct, IActivationKernel
    {
        int block = CpuDropout<TSimd, TFloat, TInt>.Columns;
        uint* words = stackalloc uint[block];
        TFloat scale = TSimd.Broadcast(_scale);
        for (int row = start; row < end; row++)
        {
            long first = (long)row * _columns;
            for (int from = 0; from < _columns; from += block)
            {
                if (_draws) _dropout.Draw(row, from, words);
                int to = Math.Min(_columns, from + block);
                for (int column = from; column < to; column += TSimd.Width)
                {
                    int left = to - column;
                    TFloat dy = TSimd.LoadPartial(_outputGradient + first + column, left);
                    TFloat y = _output is null ? dy : TSimd.LoadPartial(_output + first + column, left);
                    TFloat dx = _draws
                        ? _dropout.Apply(dy, TSimd.LoadInt(words + (column - from)))
                        : TSimd.Multiply(TActivation.Backward<TSimd, TFloat, TInt>(dy, y), scale);
                    TSimd.StorePartial(_inputGradient + first + column, dx, left);
                }
            }
        }
    }
}
