using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuUnary<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Elementary operations per element: most functions are made of an exponential.</summary>
    private const int Cost = 16;

    private readonly float* _input;
    private readonly float* _output;
    private readonly int _columns;
    private readonly UnaryFunction _function;
    private readonly UnaryParameters _parameters;

    public CpuUnary(UnaryOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.Output.RowLength * Cost, pool)
    {
        _columns = operation.Output.RowLength;
        operation.Require(operation.Output, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.Input, DType.Float32, operation.Rows, _columns);
        _input = memory.Address<float>(operation.Input);
        _output = memory.Address<float>(operation.Output);
        _function = operation.Function;
        _parameters = operation.Parameters;
    }

    public override void RunRows(int start, int end)
    {
        switch (_function)
        {
            case UnaryFunction.Exp: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Exp>(start, end); break;
            case UnaryFunction.Expm1: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Expm1>(start, end); break;
            case UnaryFunction.Log: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Log>(start, end); break;
            case UnaryFunction.Log1p: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Log1p>(start, end); break;
            case UnaryFunction.Sqrt: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Sqrt>(start, end); break;
            case UnaryFunction.Rsqrt: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Rsqrt>(start, end); break;
            case UnaryFunction.Square: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Square>(start, end); break;
            case UnaryFunction.Reciprocal: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Reciprocal>(start, end); break;
            case UnaryFunction.Abs: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Abs>(start, end); break;
            case UnaryFunction.Sign: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Sign>(start, end); break;
            case UnaryFunction.Pow: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Pow>(start, end); break;
            case UnaryFunction.Clip: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Clip>(start, end); break;
            case UnaryFunction.Erf: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Erf>(start, end); break;
            case UnaryFunction.Elu: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Elu>(start, end); break;
            case UnaryFunction.LeakyRelu: RunRows<UnaryKernels<TSimd, TFloat, TInt>.LeakyRelu>(start, end); break;
            case UnaryFunction.Softplus: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Softplus>(start, end); break;
            case UnaryFunction.Softsign: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Softsign>(start, end); break;
            case UnaryFunction.Swish: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Swish>(start, end); break;
            case UnaryFunction.Gelu: RunRows<UnaryKernels<TSimd, TFloat, TInt>.Gelu>(start, end); break;
            case UnaryFunction.GeluTanh: RunRows<UnaryKernels<TSimd, TFloat, TInt>.GeluTanh>(start, end); break;
            case UnaryFunction.HardSigmoid: RunRows<UnaryKernels<TSimd, TFloat, TInt>.HardSigmoid>(start, end); break;
            default: throw new InvalidOperationException($"Unary: unknown function {_function}.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunRows<TFunction>(int start, int end)
        where TFunction : struct, IUnaryKernel<TFloat>
    {
        UnaryParameters parameters = _parameters;
        long last = (long)end * _columns;
        for (long i = (long)start * _columns; i < last; i += TSimd.Width)
        {
            TFloat value = TFunction.Forward(TSimd.LoadPartial(_input + i, last - i), parameters);
            TSimd.StorePartial(_output + i, value, last - i);
        }
    }
}
