namespace Mirrored.Keras;

/// <summary>Epochs over a dataset: the loop behind <c>Fit</c>.</summary>
/// <remarks>The order of hooks is Keras's; <see cref="Callback"/> tells it.</remarks>
/// <param name="model">The model.</param>
/// <param name="train">What to train on.</param>
/// <param name="startsAnew">Whether every epoch begins with the first batch, however many steps it has: arrays do.</param>
/// <param name="validation">What to evaluate after epochs, or null.</param>
/// <param name="callbacks">What to call.</param>
/// <param name="options">First epoch, steps and so on.</param>
internal sealed class FitLoop(
    Sequential model, Feed train, bool startsAnew, EvaluateLoop? validation, CallbackList callbacks, FitOptions options)
{
    private readonly int? _steps = options.StepsPerEpoch is { } steps and not FitOptions.UntilDataEnds ? steps : null;

    private bool CountsSkipped => model.Strategy.Options.NonFinite == NonFinitePolicy.Skip;

    /// <summary>Trains.</summary>
    /// <param name="compilation">How the model was compiled.</param>
    /// <param name="epochs">The number behind the last epoch.</param>
    /// <exception cref="ArgumentException">The dataset is empty, or never ends and nobody said how long an epoch is.</exception>
    public void Run(Compilation compilation, int epochs)
    {
        if (train.IsEndless && options.StepsPerEpoch is null)
            throw new ArgumentException("The dataset has no end. Say how many batches make an epoch: FitOptions.StepsPerEpoch.");
        using RunningLogs running = RunningLogs.Open(model, compilation);
        BatchLoop batches = new(model, train, StepMode.Train, running, callbacks, options.CancellationToken);
        try
        {
            Run(batches, epochs);
        }
        finally
        {
            batches.Logs.Close();
        }
    }

    private void Run(BatchLoop batches, int epochs)
    {
        model.StopTraining = false;
        callbacks.TrainBegin();
        Logs logs = new();
        bool ranOut = false;
        for (int epoch = options.InitialEpoch; epoch < epochs && !model.StopTraining && !ranOut; epoch++)
        {
            if (!Begin(epoch))
            {
                WarnRanOut(epochs, 0);
                break;
            }

            callbacks.EpochBegin(epoch);
            long skipped = CountsSkipped ? model.SkippedSteps : 0; // Asking waits for the devices.
            int done = batches.Run(_steps);
            ranOut = done < _steps && !model.StopTraining;
            if (ranOut) WarnRanOut(epochs, done);
            logs = batches.Logs.Copy();
            if (validation is not null && options.Validates(epoch)) logs.AddAll(validation.Run(), "val_");
            if (CountsSkipped) logs["skipped_steps"] = model.SkippedSteps - skipped;
            callbacks.EpochEnd(epoch, logs);
        }

        callbacks.TrainEnd(logs);
    }

    /// <summary>Goes to the first batch of an epoch.</summary>
    /// <returns>False when an earlier epoch has used all batches up.</returns>
    private bool Begin(int epoch)
    {
        bool goesOn = _steps is not null && _steps != train.Steps && !startsAnew && epoch > options.InitialEpoch;
        if (goesOn) return train.MoveNext();
        train.Restart(model.BeginEpoch(options.InitialEpoch));
        return train.MoveNext() ? true : throw new ArgumentException("The dataset has no batch to train on.");
    }

    // Without a number of steps nothing can be missing.
    private void WarnRanOut(int epochs, int done) => options.Warn(
        $"The data ended after {done} of {_steps} steps, so training ends early. It has to give "
        + $"{(long)_steps! * (epochs - options.InitialEpoch)} batches in all: Repeat the dataset, or lower StepsPerEpoch.");
}
