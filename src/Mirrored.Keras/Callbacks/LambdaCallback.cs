namespace Mirrored.Keras;

/// <summary>A callback of functions, for what is too small for a class.</summary>
/// <remarks>Source: <c>keras.callbacks.LambdaCallback</c>.</remarks>
/// <param name="onEpochBegin">Called before each epoch with its number from 0.</param>
/// <param name="onEpochEnd">Called after each epoch.</param>
/// <param name="onBatchBegin">Called before each training step with its number within the epoch, from 0.</param>
/// <param name="onBatchEnd">Called after each training step; reading its logs waits for the devices.</param>
/// <param name="onTrainBegin">Called before the first epoch.</param>
/// <param name="onTrainEnd">Called after the last epoch.</param>
/// <example><code>new LambdaCallback(onEpochEnd: (epoch, logs) => losses.Add(logs["loss"]))</code></example>
public sealed class LambdaCallback(
    Action<int>? onEpochBegin = null, Action<int, Logs>? onEpochEnd = null, Action<int>? onBatchBegin = null,
    Action<int, Logs>? onBatchEnd = null, Action? onTrainBegin = null, Action<Logs>? onTrainEnd = null) : Callback
{
    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => onEpochBegin?.Invoke(epoch);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => onEpochEnd?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch) => onBatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs) => onBatchEnd?.Invoke(batch, logs);

    /// <inheritdoc/>
    public override void OnTrainBegin() => onTrainBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => onTrainEnd?.Invoke(logs);
}
