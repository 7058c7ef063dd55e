using System.Diagnostics;

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
    private FitPoint _point = new(options.InitialEpoch, Begun: false, Step: 0, DataEpoch: 0, DataBatch: 0, DataRows: 0);
    private bool _hasData;

    private bool CountsSkipped => model.Strategy.Options.NonFinite == NonFinitePolicy.Skip;

    /// <summary>Trains.</summary>
    /// <param name="compilation">How the model was compiled.</param>
    /// <param name="epochs">The number behind the last epoch.</param>
    /// <exception cref="ArgumentException">The dataset is empty.</exception>
    public void Run(Compilation compilation, int epochs)
    {
        using RunningLogs running = RunningLogs.Open(model, compilation);
        using FitBackup? backup = callbacks.All.OfType<BackupAndRestore>().FirstOrDefault() is not { } settings ? null
            : new FitBackup(settings, new FitSession(model, running, callbacks.All, train, _steps ?? train.Steps));
        using Activity? activity = FitActivities.Fit(model, epochs);
        BatchLoop batches = new(
            model, train, StepMode.Train, running, callbacks, options.CancellationToken, rows =>
            {
                _point = _point.AfterStep(rows);
                backup?.StepDone(_point);
            });
        try
        {
            Run(batches, epochs, backup);
        }
        catch (OperationCanceledException) when (backup is not null && options.CancellationToken.IsCancellationRequested)
        {
            backup.Interrupted(_point);
            throw;
        }
        catch (Exception failure)
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
            throw;
        }
        finally
        {
            batches.Logs.Close();
        }
    }

    private void Run(BatchLoop batches, int epochs, FitBackup? backup)
    {
        model.StopTraining = false;
        if (backup?.Restore() is { } saved) _point = saved;
        callbacks.TrainBegin();
        if (!_point.Begun) backup?.RestoreCallbacks();
        Logs logs = new();
        bool ranOut = false;
        while (_point.Begun || (_point.Epoch < epochs && !model.StopTraining && !ranOut))
        {
            int epoch = _point.Epoch;
            using Activity? activity = FitActivities.Epoch(epoch);
            long skipped = CountsSkipped ? model.SkippedSteps : 0; // Asking waits for the devices.
            int done;
            if (_point.Begun) done = GoOn(batches, backup);
            else if (Begin()) done = batches.Run(_steps);
            else
            {
                WarnRanOut(epochs, 0);
                break;
            }

            ranOut = done < _steps && !model.StopTraining;
            if (ranOut) WarnRanOut(epochs, done);
            logs = batches.Logs.Copy();
            model.TakeStepBreakdown();
            if (validation is not null && options.Validates(epoch)) logs.AddAll(Validate(validation), "val_");
            if (CountsSkipped) logs["skipped_steps"] = model.SkippedSteps - skipped;
            callbacks.EpochEnd(epoch, logs);
            FitActivities.End(activity, done, logs);
            _point = _point.AfterEpoch();
            backup?.EpochDone(_point);
        }

        callbacks.TrainEnd(logs);
        backup?.Finish(_point);
    }

    private static Logs Validate(EvaluateLoop validation)
    {
        using Activity? activity = FitActivities.Validation();
        return validation.Run();
    }

    /// <summary>Goes on within an epoch, from where a checkpoint was saved.</summary>
    private int GoOn(BatchLoop batches, FitBackup? backup)
    {
        train.Restart(_point.Data());
        _hasData = true;
        callbacks.EpochBegin(_point.Epoch);
        backup?.RestoreCallbacks();
        return batches.Continue(_steps, _point.Step);
    }

    /// <summary>Begins an epoch at its first batch.</summary>
    /// <returns>False when an earlier epoch has used all batches up.</returns>
    private bool Begin()
    {
        bool goesOn = _steps is not null && _steps != train.Steps && !startsAnew && _point.DataBatch > 0;
        if (goesOn)
        {
            // Another process has read the data so far, if the first epoch of this one is none of the run.
            if (!_hasData) train.Restart(_point.Data());
            _hasData = true;
            if (!train.MoveNext()) return false;
        }
        else
        {
            _point = _point with { DataEpoch = model.BeginEpoch(options.InitialEpoch), DataBatch = 0, DataRows = 0 };
            train.Restart(_point.Data());
            _hasData = true;
            if (!train.MoveNext()) throw new ArgumentException("The dataset has no batch to train on.");
        }

        _point = _point with { Begun = true };
        callbacks.EpochBegin(_point.Epoch);
        return true;
    }

    // Without a number of steps nothing can be missing.
    private void WarnRanOut(int epochs, int done) => options.Warn(
        $"The data ended after {done} of {_steps} steps, so training ends early. It has to give "
        + $"{(long)_steps! * (epochs - options.InitialEpoch)} batches in all: Repeat the dataset, or lower StepsPerEpoch.");
}
