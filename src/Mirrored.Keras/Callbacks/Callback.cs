namespace Mirrored.Keras;

/// <summary>Something that <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c> call at certain moments: override what you need.</summary>
/// <remarks>
/// <para>In training: <see cref="OnTrainBegin"/>; for each epoch <see cref="OnEpochBegin"/>, for each step
/// <see cref="OnTrainBatchBegin"/> and <see cref="OnTrainBatchEnd"/>, then, if there is validation data, the hooks of testing,
/// then <see cref="OnEpochEnd"/>; at last <see cref="OnTrainEnd"/>. Epochs and batches count from 0.</para>
/// <para>Hooks run on the thread of the caller, in the order of the list. Steps run ahead of them: reading a value of
/// <see cref="Logs"/> waits for the devices, so a callback that reads none costs nothing. An exception in a hook ends the call
/// and reaches its caller; the model stays usable, and no further hook is called, not even <see cref="OnTrainEnd"/>.</para>
/// <para>Inside a hook <c>Evaluate</c> and <c>Predict</c> may be called, <c>Fit</c>, <c>Compile</c>, <c>Add</c> and <c>Pop</c>
/// of the same model may not. One object serves one call at a time. Source: <c>keras.callbacks.Callback</c>.</para>
/// </remarks>
/// <example><code>
/// class StopAt(double accuracy) : Callback
/// {
///     public override void OnEpochEnd(int epoch, Logs logs) => Model.StopTraining |= logs["accuracy"] >= accuracy;
/// }
/// </code></example>
public abstract class Callback
{
    private Sequential? _model;
    private HistoryParameters? _params;
    private RunOptions _options = new();
    private int _users;

    /// <summary>The model that calls, or called last.</summary>
    /// <exception cref="InvalidOperationException">No model has called yet.</exception>
    public Sequential Model => _model ?? throw Unused();

    /// <summary>How the call was asked for.</summary>
    /// <exception cref="InvalidOperationException">No model has called yet.</exception>
    public HistoryParameters Params => _params ?? throw Unused();

    /// <summary>Where progress is written; print to it, so that whoever redirects progress gets all of it.</summary>
    protected TextWriter Output => _options.Writer;

    /// <summary>Where warnings are written.</summary>
    private protected TextWriter WarningOutput => _options.WarningWriter;

    /// <summary>The clock of the call.</summary>
    private protected TimeProvider Time => _options.Time;

    /// <summary>Called once before the first epoch.</summary>
    public virtual void OnTrainBegin()
    {
    }

    /// <summary>Called once after the last epoch, unless training ended by an exception or was cancelled.</summary>
    /// <param name="logs">The logs of the last epoch; empty if there was none.</param>
    public virtual void OnTrainEnd(Logs logs)
    {
    }

    /// <summary>Called before each epoch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    public virtual void OnEpochBegin(int epoch)
    {
    }

    /// <summary>Called after each epoch and its validation.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="logs">Loss and metrics of the epoch, then <c>val_loss</c> and so on. What is added here, such as <c>lr</c>,
    /// reaches the callbacks behind this one, the history and the progress bar.</param>
    public virtual void OnEpochEnd(int epoch, Logs logs)
    {
    }

    /// <summary>Called before each training step.</summary>
    /// <param name="batch">The step within the epoch, from 0.</param>
    public virtual void OnTrainBatchBegin(int batch)
    {
    }

    /// <summary>Called after each training step; the devices may still be at it.</summary>
    /// <param name="batch">The step within the epoch, from 0.</param>
    /// <param name="logs">Means over the epoch so far. Reading one waits for the devices.</param>
    public virtual void OnTrainBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Called before an evaluation, that within training included.</summary>
    public virtual void OnTestBegin()
    {
    }

    /// <summary>Called after an evaluation.</summary>
    /// <param name="logs">Loss and metrics, without <c>val_</c> in front.</param>
    public virtual void OnTestEnd(Logs logs)
    {
    }

    /// <summary>Called before each batch of an evaluation.</summary>
    /// <param name="batch">The batch, from 0.</param>
    public virtual void OnTestBatchBegin(int batch)
    {
    }

    /// <summary>Called after each batch of an evaluation; the devices may still be at it.</summary>
    /// <param name="batch">The batch, from 0.</param>
    /// <param name="logs">Means over the batches so far. Reading one waits for the devices.</param>
    public virtual void OnTestBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Called before a prediction.</summary>
    public virtual void OnPredictBegin()
    {
    }

    /// <summary>Called after a prediction.</summary>
    public virtual void OnPredictEnd()
    {
    }

    /// <summary>Called before each batch of a prediction.</summary>
    /// <param name="batch">The batch, from 0.</param>
    public virtual void OnPredictBatchBegin(int batch)
    {
    }

    /// <summary>Called after each batch of a prediction.</summary>
    /// <param name="batch">The batch, from 0.</param>
    /// <param name="outputs">The model's output for the rows of this batch, <c>(rows, ...)</c>.</param>
    public virtual void OnPredictBatchEnd(int batch, NDArray<float> outputs)
    {
    }

    /// <summary>Called when <see cref="BackupAndRestore"/> saves: note what has to be remembered if training is interrupted here.
    /// </summary>
    /// <param name="state">Takes it.</param>
    protected internal virtual void SaveState(CallbackState state)
    {
    }

    /// <summary>Called when training goes on from a checkpoint, with what <see cref="SaveState"/> noted; not called if it noted
    /// nothing.</summary>
    /// <remarks>It comes behind <see cref="OnTrainBegin"/> and, within an epoch, <see cref="OnEpochBegin"/>, and before the next
    /// step.</remarks>
    /// <param name="state">What was noted.</param>
    protected internal virtual void RestoreState(CallbackState state)
    {
    }

    /// <summary>Says which model calls from now on.</summary>
    /// <exception cref="InvalidOperationException">Another model is at it.</exception>
    internal void Attach(Sequential model, HistoryParameters parameters, RunOptions options)
    {
        if (_users > 0 && _model != model)
            throw new InvalidOperationException( // The model was set with the first user.
                $"The {GetType().Name} serves the model '{_model!.Name}' right now. Give each model a callback of its own.");
        _users++;
        (_model, _params, _options) = (model, parameters, options);
    }

    /// <summary>Says that the call is over.</summary>
    internal void Detach() => _users--;

    /// <summary>Tells of something that is likely a mistake.</summary>
    private protected void Warn(string message) => _options.Warn($"{GetType().Name}: {message}");

    private InvalidOperationException Unused() =>
        new($"No model has called this {GetType().Name} yet. Give it to Fit, Evaluate or Predict as one of the callbacks.");
}
