namespace Mirrored.Keras;

/// <summary>Turns the engine's running sums into what is reported.</summary>
/// <remarks>The devices have room for the sums of one run. When an evaluation begins inside another run, as from a callback,
/// the sums of the outer one wait here.</remarks>
internal sealed class RunningLogs : IDisposable
{
    private readonly (string Name, double Value)[] _logs;
    private readonly double[] _sums;
    private readonly double[] _before;
    private readonly double[] _results;
    private readonly Compilation _compilation;
    private readonly Sequential _model;
    private readonly StepEngine _engine;
    private readonly RunningLogs? _outer;

    private RunningLogs(Sequential model, Compilation compilation)
    {
        _model = model;
        _engine = model.Engine();
        _outer = model.Running;
        _compilation = compilation;
        Names = compilation.Names;
        _logs = [.. Names.Select(n => (n, 0.0))];
        _sums = new double[compilation.Sums];
        _before = new double[compilation.Sums];
        _results = new double[Names.Count];
    }

    /// <summary>What is reported, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The sums that are not on the devices.</summary>
    public IReadOnlyList<double> Before => _before;

    /// <summary>Takes the sums on the devices, until disposed.</summary>
    public static RunningLogs Open(Sequential model, Compilation compilation)
    {
        RunningLogs logs = new(model, compilation);
        logs._outer?.SetAside();
        model.Running = logs;
        logs._engine.ClearSums();
        return logs;
    }

    /// <summary>Starts at zero.</summary>
    public void Clear()
    {
        _engine.ClearSums();
        Array.Clear(_before);
    }

    /// <summary>Waits for the queued steps and computes loss and metrics over all rows so far.</summary>
    public ReadOnlySpan<(string Name, double Value)> Read()
    {
        if (_model.Running == this) _engine.ReadSums(_sums);
        else Array.Clear(_sums);
        for (int i = 0; i < _sums.Length; i++) _sums[i] += _before[i];
        _compilation.Results(_sums, _results);
        // Keras keeps these numbers in float32 and widens them.
        for (int i = 0; i < _logs.Length; i++) _logs[i].Value = (float)_results[i];
        return _logs;
    }

    /// <summary>Goes on from where other logs of the same model ended.</summary>
    public void Continue(RunningLogs earlier) => earlier._before.CopyTo(_before, 0);

    /// <summary>Goes on from sums that a checkpoint has, of which there are as many.</summary>
    public void Restore(ManifestSums saved)
    {
        for (int i = 0; i < _before.Length; i++) _before[i] = saved.Before[i];
        if (saved.Leaves.Count == _engine.Leaves)
        {
            _engine.WriteSums([.. saved.Leaves.Select(leaf => leaf.ToArray())]);
            return;
        }

        _engine.ClearSums();
        foreach (IReadOnlyList<double> leaf in saved.Leaves)
            for (int i = 0; i < _before.Length; i++) _before[i] += leaf[i];
    }

    /// <summary>Takes the sums off the devices, because they are needed there for others or not at all any more.</summary>
    public void SetAside()
    {
        _engine.ReadSums(_sums);
        for (int i = 0; i < _sums.Length; i++) _before[i] += _sums[i];
    }

    public void Dispose()
    {
        _model.Running = _outer;
        if (_outer is not null) _engine.ClearSums();
    }
}
