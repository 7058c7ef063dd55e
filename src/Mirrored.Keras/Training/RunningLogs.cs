namespace Mirrored.Keras;

/// <summary>Turns the engine's running sums into what is reported.</summary>
internal sealed class RunningLogs
{
    private readonly StepEngine _engine;
    private readonly Compilation _compilation;
    private readonly (string Name, double Value)[] _logs;
    private readonly double[] _sums;
    private readonly double[] _results;

    public RunningLogs(StepEngine engine, Compilation compilation)
    {
        (_engine, _compilation) = (engine, compilation);
        _logs = [.. compilation.Names.Select(n => (n, 0.0))];
        _sums = new double[compilation.Sums];
        _results = new double[_logs.Length];
    }

    /// <summary>Starts at zero.</summary>
    public void Clear() => _engine.ClearSums();

    /// <summary>Waits for the queued steps and computes loss and metrics over all rows so far.</summary>
    public ReadOnlySpan<(string Name, double Value)> Read()
    {
        _engine.ReadSums(_sums);
        _compilation.Results(_sums, _results);
        // Keras keeps these numbers in float32 and widens them.
        for (int i = 0; i < _logs.Length; i++) _logs[i].Value = (float)_results[i];
        return _logs;
    }
}
