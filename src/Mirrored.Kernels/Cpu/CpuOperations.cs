namespace Mirrored;

/// <summary>The CPU's table of kernels: one line for each operation.</summary>
internal static class CpuOperations
{
    public static OperationTable Create<TSimd, TFloat, TInt>(WorkerPool pool)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => new OperationTable()
            .Add<FillOperation>((o, memory) => new CpuFill<TSimd, TFloat, TInt>(o, memory, pool))
            .Add<RandomUniformOperation>((o, memory) => new CpuRandomUniform<TSimd, TFloat, TInt>(o, memory, pool));
}
