namespace Mirrored.Keras;

/// <summary>Turns the engine's running sums into the means that are reported.</summary>
internal sealed class RunningLogs
{
    private readonly (string Name, double Value)[] _logs;
    private readonly double[] _sums;
    private readonly StepEngine _engine;

    public RunningLogs(StepEngine engine, IReadOnlyList<string> names)
    {
        _engine = engine;
        _logs = [.. names.Select(n => (n, 0.0))];
        _sums = new double[names.Count];
    }

    /// <summary>Rows seen since the last <see cref="Clear"/>.</summary>
    public long Rows { get; private set; }

    /// <summary>Starts at zero.</summary>
    public void Clear()
    {
        _engine.ClearSums();
        Rows = 0;
    }

    /// <summary>Counts the rows of a step that was queued.</summary>
    public void Count(int rows) => Rows += rows;

    /// <summary>Waits for the queued steps and computes the means over all rows so far.</summary>
    public ReadOnlySpan<(string Name, double Value)> Read()
    {
        _engine.ReadSums(_sums);
        // Keras keeps these numbers in float32 and widens them.
        for (int i = 0; i < _logs.Length; i++) _logs[i].Value = Rows == 0 ? 0 : (float)(_sums[i] / Rows);
        return _logs;
    }
}
