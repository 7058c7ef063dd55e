namespace Mirrored;

/// <summary>A CPU kernel that works row by row, on its own or folded into the panels of a matrix product.</summary>
internal abstract class CpuRowOperation(int rows, int rowCost, WorkerPool pool) : PreparedOperation, IParallelWork
{
    /// <summary>Elementary operations that are worth a second thread; below it, waking one costs more than it saves.</summary>
    private const int WorthSharing = 1 << 16;

    private readonly int _rowsPerPart = Math.Max(1, WorthSharing / Math.Max(1, rowCost));

    /// <summary>Works on rows <paramref name="start"/> to <paramref name="end"/> (exclusive).</summary>
    public abstract void RunRows(int start, int end);

    public override void Launch()
    {
        int parts = (rows + _rowsPerPart - 1) / _rowsPerPart;
        if (parts == 1) RunRows(0, rows);
        else if (parts > 1) pool.Run(this, parts);
    }

    void IParallelWork.Run(int part) => RunRows(part * _rowsPerPart, Math.Min(rows, (part + 1) * _rowsPerPart));
}
