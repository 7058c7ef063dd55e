namespace Mirrored.Keras;

/// <summary>Ends training after a step whose loss is infinite or not a number.</summary>
/// <remarks>It reads the loss after every step, so the host waits for the devices each time and cannot run ahead: training gets
/// slower. It only sees such a step with <see cref="NonFinitePolicy.Off"/>: otherwise the step is kept from changing anything, and
/// <c>Fit</c> throws or leaves it out, see <see cref="StrategyOptions.NonFinite"/>. The loss is the mean over the epoch so far, which stays NaN. Source: <c>keras.callbacks.TerminateOnNaN</c>.</remarks>
public sealed class TerminateOnNaN : Callback
{
    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (!logs.TryGetValue("loss", out double loss) || double.IsFinite(loss)) return;
        Output.WriteLine($"Batch {batch}: Invalid loss, terminating training");
        Model.StopTraining = true;
    }
}
