namespace Mirrored.Keras;

/// <summary>Turns the engine's running sums into the means that are reported.</summary>
/// <remarks>The devices have room for the sums of one run. When an evaluation begins inside another run, as from a callback,
/// the sums of the outer one wait here.</remarks>
internal sealed class RunningLogs : IDisposable
{
    private readonly (string Name, double Value)[] _logs;
    private readonly double[] _sums;
    private readonly double[] _before;
    private readonly Sequential _model;
    private readonly StepEngine _engine;
    private readonly RunningLogs? _outer;

    private RunningLogs(Sequential model, IReadOnlyList<string> names)
    {
        _model = model;
        _engine = model.Engine();
        _outer = model.Running;
        Names = names;
        _logs = [.. names.Select(n => (n, 0.0))];
        _sums = new double[names.Count];
        _before = new double[names.Count];
    }

    /// <summary>What is reported, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Rows seen since the last <see cref="Clear"/>.</summary>
    public long Rows { get; private set; }

    /// <summary>Takes the sums on the devices, until disposed.</summary>
    public static RunningLogs Open(Sequential model, Compilation compilation)
    {
        RunningLogs logs = new(model, compilation.Names);
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
        Rows = 0;
    }

    /// <summary>Counts the rows of a step that was queued.</summary>
    public void Count(int rows) => Rows += rows;

    /// <summary>Waits for the queued steps and computes the means over all rows so far.</summary>
    public ReadOnlySpan<(string Name, double Value)> Read()
    {
        if (_model.Running == this) _engine.ReadSums(_sums);
        else Array.Clear(_sums);
        // Keras keeps these numbers in float32 and widens them.
        for (int i = 0; i < _logs.Length; i++) _logs[i].Value = Rows == 0 ? 0 : (float)((_before[i] + _sums[i]) / Rows);
        return _logs;
    }

    /// <summary>Goes on from where other logs of the same model ended.</summary>
    public void Continue(RunningLogs earlier)
    {
        earlier._before.CopyTo(_before, 0);
        Rows = earlier.Rows;
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
