using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuBinary<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Elementary operations per element: mostly the wait for memory.</summary>
    private const int Cost = 2;

    private readonly float* _a;
    private readonly float* _b;
    private readonly float* _output;
    private readonly int _columns;
    private readonly float _value;
    private readonly Broadcast _broadcast;
    private readonly BinaryFunction _function;

    public CpuBinary(BinaryOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.Output.RowLength * Cost, pool)
    {
        operation.RequireShapes();
        _a = memory.Address<float>(operation.A);
        _b = memory.AddressOrNull<float>(operation.B);
        _value = operation.Value;
        _output = memory.Address<float>(operation.Output);
        _columns = operation.Output.RowLength;
        _broadcast = operation.Broadcast;
        _function = operation.Function;
    }

    public override void RunRows(int start, int end)
    {
        switch (_function)
        {
            case BinaryFunction.Add: RunRows<BinaryKernels<TSimd, TFloat, TInt>.Add>(start, end); break;
            case BinaryFunction.Subtract: RunRows<BinaryKernels<TSimd, TFloat, TInt>.Subtract>(start, end); break;
            case BinaryFunction.Multiply: RunRows<BinaryKernels<TSimd, TFloat, TInt>.Multiply>(start, end); break;
            case BinaryFunction.Divide: RunRows<BinaryKernels<TSimd, TFloat, TInt>.Divide>(start, end); break;
            case BinaryFunction.Maximum: RunRows<BinaryKernels<TSimd, TFloat, TInt>.Maximum>(start, end); break;
            case BinaryFunction.Minimum: RunRows<BinaryKernels<TSimd, TFloat, TInt>.Minimum>(start, end); break;
            case BinaryFunction.Greater: RunRows<BinaryKernels<TSimd, TFloat, TInt>.Greater>(start, end); break;
            case BinaryFunction.GreaterOrEqual: RunRows<BinaryKernels<TSimd, TFloat, TInt>.GreaterOrEqual>(start, end); break;
            case BinaryFunction.Less: RunRows<BinaryKernels<TSimd, TFloat, TInt>.Less>(start, end); break;
            case BinaryFunction.LessOrEqual: RunRows<BinaryKernels<TSimd, TFloat, TInt>.LessOrEqual>(start, end); break;
            case BinaryFunction.Equal: RunRows<BinaryKernels<TSimd, TFloat, TInt>.Equal>(start, end); break;
            case BinaryFunction.NotEqual: RunRows<BinaryKernels<TSimd, TFloat, TInt>.NotEqual>(start, end); break;
            case BinaryFunction.Keep: RunRows<BinaryKernels<TSimd, TFloat, TInt>.Keep>(start, end); break;
            case BinaryFunction.Second: RunRows<BinaryKernels<TSimd, TFloat, TInt>.Second>(start, end); break;
            default: throw new InvalidOperationException($"Binary: unknown function {_function}.");
        }
    }

    private void RunRows<TFunction>(int start, int end)
        where TFunction : struct, IBinaryKernel<TFloat>
    {
        long first = (long)start * _columns;
        if (_broadcast == Broadcast.None)
        {
            Run<TFunction>(_a + first, _b + first, _output + first, (long)(end - start) * _columns);
            return;
        }

        if (_broadcast == Broadcast.Scalar)
        {
            RunConstant<TFunction>(_a + first, _value, _output + first, (long)(end - start) * _columns);
            return;
        }

        for (int row = start; row < end; row++, first += _columns)
        {
            if (_broadcast == Broadcast.Row) Run<TFunction>(_a + first, _b, _output + first, _columns);
            else RunConstant<TFunction>(_a + first, _b[row], _output + first, _columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TFunction>(float* a, float* b, float* output, long count)
        where TFunction : struct, IBinaryKernel<TFloat>
    {
        for (long i = 0; i < count; i += TSimd.Width)
        {
            TFloat left = TSimd.LoadPartial(a + i, count - i), right = TSimd.LoadPartial(b + i, count - i);
            TSimd.StorePartial(output + i, TFunction.Apply(left, right), count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunConstant<TFunction>(float* a, float b, float* output, long count)
        where TFunction : struct, IBinaryKernel<TFloat>
    {
        TFloat right = TSimd.Broadcast(b);
        for (long i = 0; i < count; i += TSimd.Width)
        {
            TFloat left = TSimd.LoadPartial(a + i, count - i);
            TSimd.StorePartial(output + i, TFunction.Apply(left, right), count - i);
        }
    }
}
