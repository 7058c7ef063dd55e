namespace Mirrored.Keras;

/// <summary>The callbacks of one call, in order; calls them without allocating.</summary>
internal sealed class CallbackList : IDisposable
{
    private readonly Callback[] _callbacks;
    private int _attached;

    /// <summary>All of them, in order.</summary>
    public IReadOnlyList<Callback> All => _callbacks;

    /// <param name="model">The model that calls.</param>
    /// <param name="parameters">How the call was asked for.</param>
    /// <param name="options">Where they print.</param>
    /// <param name="callbacks">The user's, in their order.</param>
    /// <param name="own">The library's, which come last.</param>
    /// <exception cref="ArgumentException">One is null, or is there twice.</exception>
    /// <exception cref="InvalidOperationException">One serves another model.</exception>
    public CallbackList(
        Sequential model, HistoryParameters parameters, RunOptions options, IReadOnlyList<Callback>? callbacks, params Callback[] own)
    {
        _callbacks = [.. callbacks ?? [], .. own];
        if (_callbacks.Contains(null!)) throw new ArgumentException("A callback is null.", nameof(callbacks));
        if (_callbacks.Distinct().Count() < _callbacks.Length)
            throw new ArgumentException("A callback is in the list twice. Name each one once.", nameof(callbacks));
        if (_callbacks.OfType<BackupAndRestore>().Skip(1).Any())
            throw new ArgumentException("There are two BackupAndRestore. One keeps all that there is.", nameof(callbacks));
        try
        {
            for (; _attached < _callbacks.Length; _attached++) _callbacks[_attached].Attach(model, parameters, options);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        for (; _attached > 0; _attached--) _callbacks[_attached - 1].Detach();
    }

    public void TrainBegin()
    {
        foreach (Callback callback in _callbacks) callback.OnTrainBegin();
    }

    public void TrainEnd(Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTrainEnd(logs);
    }

    public void EpochBegin(int epoch)
    {
        foreach (Callback callback in _callbacks) callback.OnEpochBegin(epoch);
    }

    public void EpochEnd(int epoch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnEpochEnd(epoch, logs);
    }

    public void TestBegin()
    {
        foreach (Callback callback in _callbacks) callback.OnTestBegin();
    }

    public void TestEnd(Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTestEnd(logs);
    }

    public void PredictBegin()
    {
        foreach (Callback callback in _callbacks) callback.OnPredictBegin();
    }

    public void PredictEnd()
    {
        foreach (Callback callback in _callbacks) callback.OnPredictEnd();
    }

    public void PredictBatchBegin(int batch)
    {
        foreach (Callback callback in _callbacks) callback.OnPredictBatchBegin(batch);
    }

    public void PredictBatchEnd(int batch, NDArray<float> outputs)
    {
        foreach (Callback callback in _callbacks) callback.OnPredictBatchEnd(batch, outputs);
    }

    /// <summary>Before a step of training or evaluation.</summary>
    public void BatchBegin(StepMode mode, int batch)
    {
        foreach (Callback callback in _callbacks)
        {
            if (mode == StepMode.Train) callback.OnTrainBatchBegin(batch);
            else callback.OnTestBatchBegin(batch);
        }
    }

    /// <summary>After a step of training or evaluation was queued.</summary>
    public void BatchEnd(StepMode mode, int batch, Logs logs)
    {
        foreach (Callback callback in _callbacks)
        {
            if (mode == StepMode.Train) callback.OnTrainBatchEnd(batch, logs);
            else callback.OnTestBatchEnd(batch, logs);
        }
    }
}
