namespace Mirrored.Keras;

// Custom loops: what the caller's thread does around steps, and the running sums of metrics between them.
public sealed partial class Sequential
{
    private RunningLogs? _loopLogs;

    /// <summary>Loss and metrics of all rows given to <see cref="UpdateMetrics"/> since <see cref="ResetMetrics"/>, over all replicas.
    /// </summary>
    /// <returns>Loss, then metrics, as <c>Fit</c> reports them: what layers and penalties add to the loss is included.</returns>
    /// <exception cref="InvalidOperationException">No step has run since the model was compiled, or another thread uses its strategy.
    /// </exception>
    public EvaluationResult GetMetricsResult()
    {
        using IDisposable use = Strategy.Use();
        RunningLogs logs = _loopLogs ?? throw new InvalidOperationException(
            $"There are no metrics of '{Name}' yet: call UpdateMetrics in a step of strategy.Run.");
        return new EvaluationResult(logs.Read());
    }

    void IRunModel.BeginRun(int rows)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Home != this || _inputShape is null || _layers.Count == 0) return;
        RefuseWhileTraining("strategy.Run");
        StepEngine engine = Engine();
        engine.Loop.Begin(rows, trains: _compilation is not null);
        if (_compilation is { } compilation) _loopLogs ??= RunningLogs.Open(this, compilation);
    }

    void IRunModel.EndRun(bool failed) => _engine?.Loop.End(failed);

    private void ClearLoopMetrics()
    {
        if (_loopLogs is null || Running != _loopLogs) return; // Those of Fit, inside of which this is called, are not the loop's.
        using IDisposable use = Strategy.Use();
        _loopLogs.Clear();
    }

    private void ForgetLoopMetrics()
    {
        if (Running == _loopLogs) Running = null;
        _loopLogs = null;
    }
}
