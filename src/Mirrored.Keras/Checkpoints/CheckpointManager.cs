namespace Mirrored.Keras;

/// <summary>Keeps the last few checkpoints of a model in a folder: weights, the optimizer's state, counts and seeds.</summary>
/// <remarks>
/// <para>A checkpoint is complete or not there at all, whatever happens to the process or the machine meanwhile; it is verified
/// before anything is changed, and a damaged one is passed over for the one before. It can be restored on any number of
/// devices. docs/checkpoints.md describes the files, which Python reads with public libraries.</para>
/// <para>For <c>Fit</c> use <see cref="BackupAndRestore"/>, which also keeps the place in the data and what callbacks remember;
/// this class serves loops of one's own. One thread at a time may use it, the one that trains. Source:
/// <c>tf.train.CheckpointManager</c>.</para>
/// </remarks>
/// <example><code>
/// using var manager = new CheckpointManager("checkpoints", keep: 3);
/// manager.Restore(model);
/// for (long step = model.Optimizer!.Iterations; step &lt; 1000; step++)
/// {
///     model.TrainOnBatch(x, y);
///     if (step % 100 == 99) manager.Save(model);
/// }
/// </code></example>
public sealed class CheckpointManager : IDisposable
{
    /// <summary>The least number that may be kept: the newest, and one to fall back to.</summary>
    internal const int LeastKept = 2;

    private static readonly TimeSpan DisposeLimit = TimeSpan.FromMinutes(10);

    private readonly CheckpointFolder _folder;
    private Task? _writing;

    /// <summary>Takes a folder; nothing is read or made yet.</summary>
    /// <param name="directory">The folder, made when the first checkpoint is saved.</param>
    /// <param name="keep">How many checkpoints are kept, at least 2; older ones are removed.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two would be kept.</exception>
    public CheckpointManager(string directory, int keep = LeastKept)
        : this(directory, keep, DiskStorage.Instance)
    {
    }

    internal CheckpointManager(string directory, int keep, CheckpointStorage storage)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        if (keep < LeastKept)
            throw new ArgumentOutOfRangeException(
                nameof(keep), keep, $"Expected at least {LeastKept}: the newest checkpoint, and one to fall back to if that is damaged.");
        _folder = new CheckpointFolder(directory, keep, storage);
        Keep = keep;
    }

    /// <summary>The folder, as a full path.</summary>
    public string Directory => _folder.Path;

    /// <summary>How many checkpoints are kept.</summary>
    public int Keep { get; }

    /// <summary>The folders of the checkpoints that are there, the oldest first; none is verified.</summary>
    public IReadOnlyList<string> Checkpoints => [.. _folder.Numbers().Reverse().Select(_folder.PathOf)];

    /// <summary>The folder of the newest checkpoint, which is not verified; null if there is none.</summary>
    public string? LatestCheckpoint => Checkpoints is [.., var newest] ? newest : null;

    internal CheckpointFolder Folder => _folder;

    /// <summary>Saves a model; when this returns, the checkpoint is on disk.</summary>
    /// <param name="model">The model, which is built.</param>
    /// <returns>The checkpoint's folder.</returns>
    /// <exception cref="CheckpointException">It could not be written: the disk is full or fails, or another process writes to the
    /// folder. Earlier checkpoints are untouched.</exception>
    /// <exception cref="InvalidOperationException">The model is not built yet, or another thread uses it.</exception>
    /// <exception cref="ReplicaFailedException">A device failed; nothing was saved.</exception>
    public string Save(Sequential model) => SaveAsync(model).GetAwaiter().GetResult();

    /// <summary>Copies what a model is now to the host, and writes it to disk meanwhile.</summary>
    /// <param name="model">The model, which is built.</param>
    /// <returns>The checkpoint's folder, when it is on disk; it fails as <see cref="Save"/> does. A save waits for the one
    /// before.</returns>
    /// <exception cref="InvalidOperationException">The model is not built yet, or another thread uses it.</exception>
    /// <exception cref="ReplicaFailedException">A device failed; nothing was saved.</exception>
    public Task<string> SaveAsync(Sequential model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Task? earlier = _writing;
        SavedModel saved;
        CheckpointManifest manifest;
        using (model.UseForCheckpoint())
        {
            saved = new SavedModel(model);
            try
            {
                manifest = saved.Take(fit: null);
                if (!saved.TryFetch()) model.Engine().Synchronize(); // Throws what has failed.
            }
            catch
            {
                saved.Dispose();
                throw;
            }
        }

        Task<string> writing = Write();
        _writing = writing;
        return writing;

        async Task<string> Write()
        {
            using (saved)
            {
                if (earlier is not null) await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // Its caller is told.
                string? path = await Task.Run(() => saved.Write(_folder, manifest, [])).ConfigureAwait(false);
                return path ?? throw new CheckpointException(Directory, "a device failed while the checkpoint was written.");
            }
        }
    }

    /// <summary>Restores a model from the newest checkpoint that is not damaged.</summary>
    /// <param name="model">The model, built and compiled as the saved one was.</param>
    /// <param name="warnings">Told of damaged checkpoints that are passed over; null for standard error.</param>
    /// <returns>Which checkpoint it was; null when there is none, and the model is as it was.</returns>
    /// <exception cref="CheckpointMismatchException">The newest good checkpoint is of another model or a later version; nothing was
    /// changed.</exception>
    /// <exception cref="InvalidOperationException">The model is not built yet, or another thread uses it.</exception>
    public CheckpointInfo? Restore(Sequential model, TextWriter? warnings = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        using IDisposable use = model.UseForCheckpoint();
        if (FindGood(warnings ?? StandardOutput.Errors, candidate => candidate.RequireTraining(model)) is not var (loaded, path)) return null;
        loaded.ApplyTraining(model);
        model.ShareWeights();
        return new CheckpointInfo(path, loaded.Manifest.Step, loaded.Manifest.Fit?.Position.Epoch);
    }

    /// <summary>Waits for what is being written, and lets other processes write to the folder.</summary>
    public void Dispose()
    {
        if (_writing is not null) Task.WaitAny([_writing], DisposeLimit); // What failed, its caller is told.
        _folder.Dispose();
    }

    /// <summary>Reads the newest checkpoint that is not damaged.</summary>
    /// <param name="warnings">Told of those that are passed over.</param>
    /// <param name="check">Refuses what does not fit.</param>
    internal (LoadedModel Loaded, string Path)? FindGood(TextWriter warnings, Action<LoadedModel> check)
    {
        IReadOnlyList<long> numbers = _folder.Numbers();
        foreach (long number in numbers)
        {
            try
            {
                using OpenCheckpoint open = _folder.Open(number);
                LoadedModel loaded = new(open);
                check(loaded);
                return (loaded, open.Path);
            }
            catch (CheckpointException damaged) when (damaged is not CheckpointMismatchException)
            {
                _folder.MarkDamaged(number);
                warnings.WriteLine($"Warning: {damaged.Message} The checkpoint is passed over.");
            }
        }

        if (numbers.Count > 0) warnings.WriteLine($"Warning: {Directory} has no checkpoint that is not damaged.");
        return null;
    }
}
