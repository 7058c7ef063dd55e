using System.Runtime.CompilerServices;

namespace Mirrored;

/// <remarks>Every chunk's sum and the sum of the chunks begin at +0.</remarks>
internal sealed unsafe class CpuColumnSum<TSimd, TFloat, TInt> : CpuRangeOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly float* _input;
    private readonly float* _output;
    private readonly int _rows;
    private readonly int _columns;

    public CpuColumnSum(ColumnSumOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Input.RowLength, operation.Input.Rows, pool)
    {
        _rows = operation.Input.Rows;
        _columns = operation.Input.RowLength;
        operation.Require(operation.Input, DType.Float32, _rows, _columns);
        operation.Require(operation.Output, DType.Float32, _columns);
        _input = memory.Address<float>(operation.Input);
        _output = memory.Address<float>(operation.Output);
    }

    public override void RunRange(long start, long end)
    {
        long column = start;
        for (; column <= end - 4 * TSimd.Width; column += 4 * TSimd.Width) SumFour(column);
        for (; column < end; column += TSimd.Width) SumOne(column, end - column);
    }

    /// <summary>Sums four vectors of columns at once: each waits for its own last addition only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumFour(long column)
    {
        TFloat zero = TSimd.Broadcast(0);
        TFloat sum0 = zero, sum1 = zero, sum2 = zero, sum3 = zero;
        for (int chunk = 0; chunk < _rows; chunk += ColumnSumOperation.ChunkRows)
        {
            TFloat chunk0 = zero, chunk1 = zero, chunk2 = zero, chunk3 = zero;
            float* row = _input + (long)chunk * _columns + column;
            for (int left = Math.Min(ColumnSumOperation.ChunkRows, _rows - chunk); left > 0; left--)
            {
                chunk0 = TSimd.Add(chunk0, TSimd.Load(row));
                chunk1 = TSimd.Add(chunk1, TSimd.Load(row + TSimd.Width));
                chunk2 = TSimd.Add(chunk2, TSimd.Load(row + 2 * TSimd.Width));
                chunk3 = TSimd.Add(chunk3, TSimd.Load(row + 3 * TSimd.Width));
                row += _columns;
            }

            sum0 = TSimd.Add(sum0, chunk0);
            sum1 = TSimd.Add(sum1, chunk1);
            sum2 = TSimd.Add(sum2, chunk2);
            sum3 = TSimd.Add(sum3, chunk3);
        }

        TSimd.Store(_output + column, sum0);
        TSimd.Store(_output + column + TSimd.Width, sum1);
        TSimd.Store(_output + column + 2 * TSimd.Width, sum2);
        TSimd.Store(_output + column + 3 * TSimd.Width, sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumOne(long column, long count)
    {
        TFloat sum = TSimd.Broadcast(0);
        for (int chunk = 0; chunk < _rows; chunk += ColumnSumOperation.ChunkRows)
        {
            TFloat chunkSum = TSimd.Broadcast(0);
            float* row = _input + (long)chunk * _columns + column;
            for (int left = Math.Min(ColumnSumOperation.ChunkRows, _rows - chunk); left > 0; left--)
            {
                chunkSum = TSimd.Add(chunkSum, TSimd.LoadPartial(row, count));
                row += _columns;
            }

            sum = TSimd.Add(sum, chunkSum);
        }

        TSimd.StorePartial(_output + column, sum, count);
    }
}
