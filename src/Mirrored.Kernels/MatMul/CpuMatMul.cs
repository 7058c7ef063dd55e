namespace Mirrored;

/// <summary>The CPU's kernel of <see cref="MatMulOperation"/>.</summary>
/// <remarks>The right factor is made ready block by block; for each block the threads claim panels of output rows. With
/// one block, the usual case, a panel's rows pass through the row operations before the product, the product and the
/// row operations after it in one go.</remarks>
internal sealed unsafe class CpuMatMul<TSimd, TFloat, TInt> : PreparedOperation, IParallelWork
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Multiply-adds that are worth a second thread: some ten microseconds' work.</summary>
    private const long WorthSharing = 1 << 20;

    /// <summary>Rows of the largest panel: so much of the left factor and the output stays in the L2 cache.</summary>
    private const int MaxRowsPerPanel = 96;

    /// <summary>Panels for each thread, so that the last ones fill the gaps.</summary>
    private const int PanelsPerThread = 8;

    private readonly MatrixView _left;
    private readonly RightFactor<TSimd, TFloat, TInt> _right;
    private readonly MatrixView _output;
    private readonly CpuRowOperation[] _before;
    private readonly CpuRowOperation[] _after;
    private readonly WorkerPool _pool;
    private readonly int _rows;
    private readonly int _rowsPerPanel;
    private readonly bool _shared;
    private int _block;

    /// <param name="operation">The product.</param>
    /// <param name="memory">Where its tensors lie.</param>
    /// <param name="table">Prepares the folded row operations.</param>
    /// <param name="pool">The threads.</param>
    /// <param name="scratch">Where the right factor is copied to.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    /// <exception cref="NotSupportedException">A folded operation cannot be run row by row.</exception>
    public CpuMatMul(MatMulOperation operation, MemoryMap memory, OperationTable table, WorkerPool pool, CpuScratch scratch)
    {
        Check(operation);
        _pool = pool;
        _rows = operation.M;
        _left = View(operation.A, operation.TransposeA, memory);
        _right = new(View(operation.B, operation.TransposeB, memory), operation.K, operation.N, operation.M, scratch);
        _output = View(operation.Output, transpose: false, memory);
        _before = Prepare(operation.Before, memory, table);
        _after = Prepare(operation.After, memory, table);
        _shared = pool.Threads > 1 && (long)operation.M * operation.N * operation.K >= WorthSharing;
        int height = WideTileRow<TSimd, TFloat, TInt>.Height;
        int rows = _shared ? _rows / (PanelsPerThread * pool.Threads) : _rows;
        _rowsPerPanel = Math.Clamp(rows / height * height, height, MaxRowsPerPanel);
    }

    public override void Launch()
    {
        for (_block = 0; _block < _right.Count; _block++)
        {
            _right.Select(_block);
            Do(_right, _right.Parts);
            Do(this, (_rows + _rowsPerPanel - 1) / _rowsPerPanel);
        }
    }

    void IParallelWork.Run(int part)
    {
        int start = part * _rowsPerPanel, end = Math.Min(_rows, start + _rowsPerPanel);
        if (_block == 0) foreach (CpuRowOperation operation in _before) operation.RunRows(start, end);
        PanelProduct<TSimd, TFloat, TInt>.MultiplyAdd(
            _left.From(start, _right.FirstTerm), end - start, _right, _output.From(start, _right.FirstColumn));
        if (_block == _right.Count - 1) foreach (CpuRowOperation operation in _after) operation.RunRows(start, end);
    }

    private static MatrixView View(PlanTensor tensor, bool transpose, MemoryMap memory) =>
        MatrixView.Of(memory.Address<float>(tensor), tensor.RowLength, transpose);

    private static CpuRowOperation[] Prepare(
        IReadOnlyList<RowOperation> operations, MemoryMap memory, OperationTable table) =>
        [.. operations.Select(operation => table.Prepare(operation, memory) as CpuRowOperation
            ?? throw new NotSupportedException(
                $"{operation.Name} cannot be folded into a matrix product: its CPU kernel does not work row by row."))];

    private static void Check(MatMulOperation operation)
    {
        PlanTensor a = operation.A, b = operation.B, output = operation.Output;
        int terms = operation.TransposeB ? b.RowLength : b.Rows;
        bool fits = terms == operation.K && output.Rows == operation.M && output.RowLength == operation.N;
        if (!fits)
            throw new ArgumentException(
                $"Matrix product: {output} cannot hold {a}{Mark(operation.TransposeA)} "
                + $"times {b}{Mark(operation.TransposeB)}.");
        foreach (PlanTensor tensor in (PlanTensor[])[a, b, output])
            if (tensor.DType != DType.Float32)
                throw new ArgumentException($"Matrix product: {tensor} must be {DType.Float32}.");
        if (operation.TransposeA && operation.Before.Count > 0)
            throw new ArgumentException(
                $"Matrix product: {operation.Before[0].Name} cannot run before a transposed left factor, "
                + "whose rows are not the rows of the output. Launch it on its own.");
        CheckRows(operation.Before, a);
        CheckRows(operation.After, output);
    }

    private static void CheckRows(IReadOnlyList<RowOperation> operations, PlanTensor tensor)
    {
        foreach (RowOperation operation in operations)
            if (operation.Rows != tensor.Rows)
                throw new ArgumentException(
                    $"Matrix product: {operation.Name} works on {operation.Rows} rows, {tensor} has {tensor.Rows}.");
    }

    private static string Mark(bool transpose) => transpose ? " transposed" : "";

    private void Do(IParallelWork work, int parts)
    {
        if (_shared) _pool.Run(work, parts);
        else for (int part = 0; part < parts; part++) work.Run(part);
    }
}
