namespace Mirrored;

/// <summary>The CPU's kernel of <see cref="MatMulOperation"/>.</summary>
internal sealed unsafe class CpuMatMul<TSimd, TFloat, TInt> : PreparedOperation, IParallelWork
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Multiply-adds that are worth a second thread.</summary>
    public static long WorthSharing = 1 << 19;
    public static int PanelTiles = 8, PanelsPerThread = 8;

    private readonly MatrixView _left;
    private readonly float* _output;
    private readonly int _m, _n, _k;
    private readonly PackedRight<TSimd, TFloat, TInt> _right;
    private readonly CpuRowOperation[] _before;
    private readonly CpuRowOperation[] _after;
    private readonly WorkerPool _pool;
    private readonly int _rowsPerPanel;
    private readonly int _panels;
    private readonly int _blocks, _termBlocks;
    private readonly bool _share;
    private int _block;
    private int _firstTerm, _firstColumn;

    public CpuMatMul(MatMulOperation operation, MemoryMap memory, OperationTable table, WorkerPool pool)
    {
        _pool = pool;
        _m = operation.M; _n = operation.N; _k = operation.K;
        _left = MatrixView.Of(memory.Address<float>(operation.A), operation.A.RowLength, operation.TransposeA);
        _output = memory.Address<float>(operation.Output);
        var right = MatrixView.Of(memory.Address<float>(operation.B), operation.B.RowLength, operation.TransposeB);
        _right = new(right, _k, _n);
        _termBlocks = Math.Max(1, (_k + _right.MaxBlockTerms - 1) / Math.Max(1, _right.MaxBlockTerms));
        _blocks = _termBlocks * Math.Max(1, (_n + _right.MaxBlockColumns - 1) / Math.Max(1, _right.MaxBlockColumns));
        _before = [.. operation.Before.Select(o => (CpuRowOperation)table.Prepare(o, memory))];
        _after = [.. operation.After.Select(o => (CpuRowOperation)table.Prepare(o, memory))];
        int h = WideTileRow<TSimd, TFloat, TInt>.Height;
        int tiles = (_m + h - 1) / h;
        _rowsPerPanel = h * Math.Clamp(tiles / (pool.Threads * PanelsPerThread), 1, PanelTiles * 12 / h);
        _panels = (_m + _rowsPerPanel - 1) / _rowsPerPanel;
        _share = pool.Threads > 1 && (long)_m * _n * _k >= WorthSharing;
    }

    public override void Launch()
    {
        for (_block = 0; _block < _blocks; _block++)
        {
            _firstTerm = _block % _termBlocks * _right.MaxBlockTerms;
            _firstColumn = _block / _termBlocks * _right.MaxBlockColumns;
            _right.Select(_firstTerm, Math.Min(_right.MaxBlockTerms, _k - _firstTerm), _firstColumn, Math.Min(_right.MaxBlockColumns, _n - _firstColumn));
            Do(_right, _right.Parts);
            Do(this, _panels);
        }
    }

    void IParallelWork.Run(int part)
    {
        int start = part * _rowsPerPanel, end = Math.Min(_m, start + _rowsPerPanel);
        if (_block == 0) foreach (CpuRowOperation operation in _before) operation.RunRows(start, end);
        PanelProduct<TSimd, TFloat, TInt>.MultiplyAdd(_left, start, end - start, _firstTerm, _right, _output + (nint)start * _n + _firstColumn, _n);
        if (_block == _blocks - 1) foreach (CpuRowOperation operation in _after) operation.RunRows(start, end);
    }

    private void Do(IParallelWork work, int parts)
    {
        if (_share) _pool.Run(work, parts);
        else for (int part = 0; part < parts; part++) work.Run(part);
    }
}
