namespace Mirrored;

/// <summary>The CPU's table of kernels: one line for each operation.</summary>
internal static class CpuOperations
{
    public static OperationTable Create<TSimd, TFloat, TInt>(WorkerPool pool)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        OperationTable table = new();
        return table
            .Add<MatMulOperation>((o, m) => new CpuMatMul<TSimd, TFloat, TInt>(o, m, table, pool));
    }
}
