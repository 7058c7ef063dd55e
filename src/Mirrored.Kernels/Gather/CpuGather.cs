using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuGather<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly StepFeed* _feed;
    private readonly GatherSource _from;
    private readonly DType _source;
    private readonly void* _output;
    private readonly int _columns;

    public CpuGather(GatherOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.Output.RowLength, pool)
    {
        PlanTensor output = operation.Output;
        DType expected = (operation.From, operation.Source) switch
        {
            (_, DType.Float32) or (GatherSource.Features, DType.UInt8) => DType.Float32,
            (GatherSource.Labels, DType.Int32 or DType.UInt8) => DType.Int32,
            _ => throw new ArgumentException(
                $"{operation.Name}: no {operation.From.ToString().ToLowerInvariant()} of {operation.Source}; "
                + "labels are Int32, UInt8 or Float32, features Float32 or UInt8, weights Float32."),
        };
        operation.Require(output, expected, output.Rows, output.RowLength);
        _feed = memory.Feed;
        _from = operation.From;
        _source = operation.Source;
        _output = memory.Address<byte>(output);
        _columns = output.RowLength;
    }

    public override void RunRows(int start, int end)
    {
        if (_source != DType.UInt8) CopyRows(start, end);
        else if (_from == GatherSource.Labels) WidenRows(start, end);
        else ConvertRows(start, end);
    }

    /// <summary>Copies rows of four-byte elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyRows(int start, int end)
    {
        uint* source = (uint*)(_from switch
        {
            GatherSource.Labels => _feed->Labels,
            GatherSource.Weights => _feed->Weights,
            _ => _feed->Features,
        });
        uint* output = (uint*)_output;
        int* rows = _feed->Rows;
        if (_columns == 1)
        {
            for (int row = start; row < end; row++) output[row] = source[rows[row]];
            return;
        }

        for (int row = start; row < end; row++)
            Unsafe.CopyBlockUnaligned(
                output + (long)row * _columns, source + (long)rows[row] * _columns, (uint)_columns * sizeof(uint));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WidenRows(int start, int end)
    {
        byte* source = (byte*)_feed->Labels;
        for (int row = start; row < end; row++)
        {
            byte* from = source + (long)_feed->Rows[row] * _columns;
            int* to = (int*)_output + (long)row * _columns;
            for (int column = 0; column < _columns; column++) to[column] = from[column];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ConvertRows(int start, int end)
    {
        float* table = _feed->ByteValues;
        if (table is null)
            throw new InvalidOperationException("Gather: the features are bytes, but the feed has no ByteValues.");
        bool found = ByteFormula.TryFind<TSimd, TFloat, TInt>(table, out ByteFormula formula);
        for (int row = start; row < end; row++)
        {
            byte* from = (byte*)_feed->Features + (long)_feed->Rows[row] * _columns;
            float* to = (float*)_output + (long)row * _columns;
            int column = found ? ConvertVectors(from, to, formula) : 0;
            for (; column < _columns; column++) to[column] = table[from[column]];
        }
    }

    /// <summary>Converts as many bytes as fill whole vectors and returns their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ConvertVectors(byte* from, float* to, ByteFormula formula)
    {
        int column = 0;
        for (; column <= _columns - TSimd.Width; column += TSimd.Width)
            TSimd.Store(to + column, formula.Apply<TSimd, TFloat, TInt>(TSimd.LoadBytes(from + column)));
        return column;
    }
}
