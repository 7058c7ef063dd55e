namespace Mirrored.Keras;

/// <summary>The progress bar as a callback; the last one, so that it shows what the others added.</summary>
internal sealed class ProgbarLogger(ProgressBar bar) : Callback
{
    private bool _isTraining;
    private int _steps;

    public override void OnTrainBegin() => _isTraining = true;

    public override void OnEpochBegin(int epoch) => Begin(epoch, Params.Epochs);

    public override void OnTrainBatchEnd(int batch, Logs logs) => Step(batch, logs);

    public override void OnEpochEnd(int epoch, Logs logs) => bar.EndEpoch(_steps, logs.ToArray());

    // Validation within training prints nothing.
    public override void OnTestBegin()
    {
        if (!_isTraining) Begin(0, 1);
    }

    public override void OnTestBatchEnd(int batch, Logs logs)
    {
        if (!_isTraining) Step(batch, logs);
    }

    public override void OnTestEnd(Logs logs)
    {
        if (!_isTraining) bar.EndEpoch(_steps, logs.ToArray());
    }

    public override void OnPredictBegin() => Begin(0, 1);

    public override void OnPredictBatchEnd(int batch, NDArray<float> outputs)
    {
        _steps = batch + 1;
        if (bar.WantsUpdate(_steps)) bar.Update(_steps, []);
    }

    public override void OnPredictEnd() => bar.EndEpoch(_steps, []);

    private void Begin(int epoch, int epochs)
    {
        _steps = 0;
        bar.BeginEpoch(epoch, epochs);
    }

    private void Step(int batch, Logs logs)
    {
        _steps = batch + 1;
        if (bar.WantsUpdate(_steps)) bar.Update(_steps, logs.ToArray());
    }
}
