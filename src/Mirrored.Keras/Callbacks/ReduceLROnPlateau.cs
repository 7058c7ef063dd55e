namespace Mirrored.Keras;

/// <summary>Lowers the learning rate when a value has stopped getting better: <c>lr = max(lr factor, minLr)</c>.</summary>
/// <remarks>Adds <c>lr</c> to the logs of every epoch, as it was during that epoch. An epoch without the value is warned of
/// and not counted. Source: <c>keras.callbacks.ReduceLROnPlateau</c>.</remarks>
public sealed class ReduceLROnPlateau : Callback
{
    private readonly Monitor _monitor;
    private readonly double _factor;
    private readonly int _patience;
    private readonly int _cooldown;
    private readonly double _minLr;
    private readonly bool _verbose;
    private double _best;
    private int _wait;
    private int _cooldownLeft;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">The value to watch.</param>
    /// <param name="factor">What the learning rate is multiplied by, in (0, 1).</param>
    /// <param name="patience">After how many epochs without anything better, at least 0.</param>
    /// <param name="verbose">Whether to print each reduction.</param>
    /// <param name="mode">Which way is better; <see cref="MonitorMode.Auto"/> takes names with <c>acc</c> for what goes up.</param>
    /// <param name="minDelta">By how much a value has to be better; the sign is ignored.</param>
    /// <param name="cooldown">How many epochs after a reduction are not counted, at least 0.</param>
    /// <param name="minLr">The least learning rate, at least 0.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ReduceLROnPlateau(
        string monitor = "val_loss", double factor = 0.1, int patience = 10, bool verbose = false, MonitorMode mode = MonitorMode.Auto,
        double minDelta = 1e-4, int cooldown = 0, double minLr = 0)
    {
        if (!(factor is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "Expected a factor in (0, 1), so that the rate gets smaller.");
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        LearningRates.Check(minLr, nameof(minLr));
        _monitor = Monitor.Of(monitor, mode, minDelta, Monitor.HasAccuracyInIt);
        (_factor, _patience, _verbose, _cooldown, _minLr, _best) = (factor, patience, verbose, cooldown, minLr, _monitor.Worst);
    }

    /// <inheritdoc/>
    public override void OnTrainBegin() => (_best, _wait, _cooldownLeft) = (_monitor.Worst, 0, 0);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        logs["lr"] = Model.Optimizer!.LearningRate; // A model that trains is compiled.
        if (!logs.TryGetValue(_monitor.Name, out double current))
        {
            Warn(_monitor.Missing(logs));
            return;
        }

        if (_cooldownLeft > 0) (_cooldownLeft, _wait) = (_cooldownLeft - 1, 0);
        if (_monitor.IsBetter(current, _best)) (_best, _wait) = (current, 0);
        else if (_cooldownLeft == 0 && ++_wait >= _patience) Reduce(epoch);
    }

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Numbers["best"] = _best;
        state.Numbers["wait"] = _wait;
        state.Numbers["cooldown_left"] = _cooldownLeft;
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_best, _wait, _cooldownLeft) = (state.Numbers["best"], (int)state.Numbers["wait"], (int)state.Numbers["cooldown_left"]);
    }

    private void Reduce(int epoch)
    {
        ModelOptimizer optimizer = Model.Optimizer!; // A model that trains is compiled.
        if (optimizer.LearningRate <= _minLr) return;
        optimizer.LearningRate = Math.Max(optimizer.LearningRate * _factor, _minLr);
        (_cooldownLeft, _wait) = (_cooldown, 0);
        if (_verbose)
            Output.WriteLine(FormattableString.Invariant(
                $"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing learning rate to {optimizer.LearningRate}."));
    }
}
