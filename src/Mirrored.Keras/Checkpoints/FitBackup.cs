namespace Mirrored.Keras;

/// <summary>What <see cref="BackupAndRestore"/> does within one <c>Fit</c>.</summary>
/// <remarks>The loop calls it between steps, when all callbacks have seen the step: so they never miss one or see one twice.
/// </remarks>
internal sealed class FitBackup : IDisposable
{
    private readonly BackupAndRestore _settings;
    private readonly FitSession _session;
    private readonly CheckpointManager _manager;
    private readonly SavedModel _model;
    private LoadedModel? _loaded;
    private Task? _writing;
    private FitPoint? _saved;
    private long _lastStep;

    public FitBackup(BackupAndRestore settings, FitSession session)
    {
        (_settings, _session) = (settings, session);
        (settings.ResumedFrom, settings.Saves) = (null, 0);
        _manager = new CheckpointManager(settings.BackupDir, settings.Keep, settings.Storage);
        try
        {
            _model = new SavedModel(session.Model);
        }
        catch
        {
            _manager.Dispose();
            throw;
        }
    }

    /// <summary>Restores the model from the newest checkpoint that is not damaged, if there is one.</summary>
    /// <returns>Where to go on; null to start afresh.</returns>
    /// <exception cref="CheckpointMismatchException">It is of another model or another way of training; nothing was changed.</exception>
    public FitPoint? Restore()
    {
        _lastStep = _session.Steps;
        if (!_settings.Resume || _manager.FindGood(_settings.Warnings, _session.Require) is not var (loaded, path))
        {
            if (_settings.Verbose)
                _settings.Say(_settings.Resume || _manager.LatestCheckpoint is null
                    ? $"No checkpoint in {_manager.Directory}: training starts afresh."
                    : $"Training starts afresh; the checkpoints in {_manager.Directory} are of an earlier run.");
            return null;
        }

        loaded.ApplyTraining(_session.Model);
        _loaded = loaded;
        FitPoint position = loaded.Manifest.Fit!.Position; // Required of every checkpoint of a Fit.
        _lastStep = loaded.Manifest.Step;
        _saved = position;
        _settings.Params.IsResumed = true;
        _settings.ResumedFrom = new CheckpointInfo(path, loaded.Manifest.Step, position.Epoch);
        if (_settings.Verbose)
            _settings.Say($"Resumed from step {loaded.Manifest.Step} (epoch {position.Epoch + 1}, {position.Step} steps done): {path}");
        return position;
    }

    /// <summary>Gives callbacks back what they had to remember, and the epoch its loss and metrics so far, when hooks have begun
    /// what was under way.</summary>
    public void RestoreCallbacks()
    {
        if (_loaded is not { } loaded) return;
        _session.Restore(loaded);
        _loaded = null;
    }

    /// <summary>Saves, if it is time to.</summary>
    public void StepDone(FitPoint point)
    {
        if (_settings.SaveFreq is { } steps && _session.Steps % steps == 0) Save(point);
        _lastStep = _session.Steps;
    }

    /// <summary>Saves, if that is asked for after every epoch.</summary>
    public void EpochDone(FitPoint point)
    {
        if (_settings.SaveFreq is null) Save(point);
    }

    /// <summary>Saves because training has to stop; when this returns the checkpoint is on disk.</summary>
    public void Interrupted(FitPoint point)
    {
        // A hook may have ended by the token, when a step was queued that is not counted yet.
        if (_session.Steps == _lastStep && point != _saved) Save(point);
        AwaitWriting();
    }

    /// <summary>Training has come to its end.</summary>
    public void Finish(FitPoint point)
    {
        if (_settings.DeleteCheckpoint)
        {
            AwaitWriting();
            _manager.Folder.DeleteAll();
            return;
        }

        if (point != _saved) Save(point);
        AwaitWriting();
    }

    public void Dispose()
    {
        try
        {
            AwaitWriting();
        }
        catch (CheckpointException problem)
        {
            // Training ended by another exception, which this one must not hide.
            _settings.Warnings.WriteLine($"Warning: {problem.Message}");
        }
        finally
        {
            _model.Dispose();
            _manager.Dispose();
        }
    }

    private void Save(FitPoint point)
    {
        AwaitWriting();
        List<SafetensorsTensor> arrays = [];
        CheckpointManifest manifest = _model.Take(_session.Describe(point, arrays));
        _writing = Task.Factory.StartNew(
            () =>
            {
                if (_model.TryFetch()) _model.Write(_manager.Folder, manifest, arrays);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _saved = point;
        _settings.Saves++;
    }

    /// <summary>Waits until the last checkpoint is on disk.</summary>
    /// <exception cref="CheckpointException">It could not be written.</exception>
    private void AwaitWriting()
    {
        if (_writing is not { } writing) return;
        _writing = null;
        TimeSpan limit = _session.Model.Strategy.Options.Timeout;
        if (Task.WaitAny([writing], limit) < 0)
            throw new TimeoutException(
                $"No checkpoint was written to {_manager.Directory} within {limit.TotalSeconds:0} s. Raise StrategyOptions.Timeout if "
                + "the disk is that slow.");
        writing.GetAwaiter().GetResult();
    }
}
