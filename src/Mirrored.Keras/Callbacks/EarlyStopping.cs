namespace Mirrored.Keras;

/// <summary>Ends training when a value has stopped getting better.</summary>
/// <remarks>After every epoch: a value that is better than the best by more than the least difference is the new best, and the
/// wait starts again, with a baseline only if the value beats that, too. After <c>patience</c> epochs of waiting training ends,
/// but never after the first epoch. An epoch without the value is warned of and not counted. Source:
/// <c>keras.callbacks.EarlyStopping</c>.</remarks>
/// <example><code>model.Fit(x, y, epochs: 100, validationSplit: 0.1, callbacks: [new EarlyStopping(patience: 3)]);</code></example>
public sealed class EarlyStopping : Callback
{
    private readonly Monitor _monitor;
    private readonly bool _verbose;
    private IReadOnlyList<NDArray<float>>? _bestWeights;
    private int _wait;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">The value to watch.</param>
    /// <param name="minDelta">By how much it has to get better; the sign is ignored.</param>
    /// <param name="patience">How many epochs to wait for something better, at least 0.</param>
    /// <param name="verbose">Whether to print that it stops.</param>
    /// <param name="mode">Which way is better; <see cref="MonitorMode.Auto"/> takes names that end in <c>acc</c>,
    /// <c>accuracy</c> or <c>auc</c> for what goes up.</param>
    /// <param name="baseline">What has to be beaten for the wait to start again; null for no such value.</param>
    /// <param name="restoreBestWeights">Whether the model gets the weights of its best epoch when this callback ends training.
    /// When all epochs pass, the last weights stay, as in Keras.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public EarlyStopping(
        string monitor = "val_loss", double minDelta = 0, int patience = 0, bool verbose = false, MonitorMode mode = MonitorMode.Auto,
        double? baseline = null, bool restoreBestWeights = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        _monitor = Monitor.Of(monitor, mode, minDelta, LooksLikeAccuracy);
        _verbose = verbose;
        (Patience, Baseline, RestoreBestWeights) = (patience, baseline, restoreBestWeights);
        Best = _monitor.Worst;
    }

    /// <summary>How many epochs it waits for something better.</summary>
    public int Patience { get; }

    /// <summary>What has to be beaten for the wait to start again.</summary>
    public double? Baseline { get; }

    /// <summary>Whether the model gets its best weights back.</summary>
    public bool RestoreBestWeights { get; }

    /// <summary>The best value so far; infinite before the first.</summary>
    public double Best { get; private set; }

    /// <summary>The epoch of the best value, from 0.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The epoch, from 0, after which this callback ended training; null if it did not.</summary>
    public int? StoppedEpoch { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBegin() =>
        (_wait, Best, BestEpoch, StoppedEpoch, _bestWeights) = (0, _monitor.Worst, 0, null, null);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (!logs.TryGetValue(_monitor.Name, out double current))
        {
            Warn(_monitor.Missing(logs));
            return;
        }

        if (RestoreBestWeights) _bestWeights ??= Model.GetWeights(); // Even if nothing ever gets better than infinite.
        _wait++;
        if (_monitor.IsBetter(current, Best)) Keep(epoch, current);
        if (_wait >= Patience && epoch > 0) Stop(epoch);
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        if (_verbose && StoppedEpoch is { } epoch) Output.WriteLine($"Epoch {epoch + 1}: early stopping");
        _bestWeights = null;
    }

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Numbers["wait"] = _wait;
        state.Numbers["best"] = Best;
        state.Numbers["best_epoch"] = BestEpoch;
        if (StoppedEpoch is { } stopped) state.Numbers["stopped_epoch"] = stopped;
        for (int i = 0; i < _bestWeights?.Count; i++) state.Arrays[$"best_weights/{i}"] = _bestWeights[i];
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_wait, Best, BestEpoch) = ((int)state.Numbers["wait"], state.Numbers["best"], (int)state.Numbers["best_epoch"]);
        StoppedEpoch = state.Numbers.TryGetValue("stopped_epoch", out double stopped) ? (int)stopped : null;
        if (state.Arrays.Count > 0) _bestWeights = [.. Enumerable.Range(0, state.Arrays.Count).Select(i => state.Arrays[$"best_weights/{i}"])];
    }

    private static bool LooksLikeAccuracy(string name) =>
        name.EndsWith("acc", StringComparison.Ordinal) || name.EndsWith("accuracy", StringComparison.Ordinal)
        || name.EndsWith("auc", StringComparison.Ordinal);

    private void Keep(int epoch, double current)
    {
        (Best, BestEpoch) = (current, epoch);
        if (RestoreBestWeights) _bestWeights = Model.GetWeights();
        if (Baseline is not { } baseline || _monitor.IsBetter(current, baseline)) _wait = 0;
    }

    private void Stop(int epoch)
    {
        StoppedEpoch = epoch;
        Model.StopTraining = true;
        if (_bestWeights is null) return;
        if (_verbose) Output.WriteLine($"Restoring model weights from the end of the best epoch: {BestEpoch + 1}.");
        Model.SetWeights(_bestWeights);
    }
}
