namespace Mirrored.Keras;

/// <summary>Saves training as it goes, and goes on from there when <c>Fit</c> is called again: after a crash, a power cut or a
/// signal, by the same program.</summary>
/// <remarks>
/// <para>A checkpoint has all that training depends on: weights, the optimizer's state, the place in the data and its order, every
/// seed, the learning rate, loss and metrics of the epoch so far, the history, and what callbacks remember. In deterministic mode
/// a run that is interrupted, anywhere and any number of times, ends with the bits of one that is not, on any number of devices.
/// Callbacks of one's own override <see cref="Callback.SaveState"/> and <see cref="Callback.RestoreState"/>.</para>
/// <para>Saving copies the state on the devices between two steps and writes it on a thread of its own; a save waits for the one
/// before. When writing fails, the next save or the end of <c>Fit</c> throws. When the token of <see cref="RunOptions"/> is
/// cancelled, the state is saved at the next step before <c>Fit</c> ends by <see cref="OperationCanceledException"/>. After a
/// failed device nothing is saved.</para>
/// <para>The data must be the same as before. Streaming datasets are read again from the begin of the epoch, and what was trained
/// on is thrown away. Source: <c>keras.callbacks.BackupAndRestore</c>.</para>
/// </remarks>
/// <example><code>
/// model.Fit(x, y, epochs: 100, callbacks: [new BackupAndRestore("backup", saveFreq: 500)]);
/// </code></example>
public sealed class BackupAndRestore : Callback
{
    /// <summary>Makes the callback.</summary>
    /// <param name="backupDir">The folder of the checkpoints, made when the first one is saved. Give each model its own.</param>
    /// <param name="saveFreq">After how many training steps to save, counted over all epochs; null for after every epoch.</param>
    /// <param name="deleteCheckpoint">Whether the checkpoints are removed when training has come to its end, as Keras does; false
    /// saves the end, too, so that another <c>Fit</c> has nothing left to do.</param>
    /// <param name="keep">How many checkpoints are kept, at least 2.</param>
    /// <param name="verbose">Whether to print where training goes on.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public BackupAndRestore(
        string backupDir, int? saveFreq = null, bool deleteCheckpoint = true, int keep = CheckpointManager.LeastKept, bool verbose = false)
    {
        if (saveFreq is <= 0)
            throw new ArgumentOutOfRangeException(
                nameof(saveFreq), saveFreq, "Expected a positive number of steps, or null for every epoch.");
        using (CheckpointManager manager = new(backupDir, keep)) BackupDir = manager.Directory;
        (SaveFreq, DeleteCheckpoint, Keep, Verbose) = (saveFreq, deleteCheckpoint, keep, verbose);
    }

    /// <summary>The folder of the checkpoints, as a full path.</summary>
    public string BackupDir { get; }

    /// <summary>After how many training steps it saves; null for after every epoch.</summary>
    public int? SaveFreq { get; }

    /// <summary>Whether the checkpoints are removed when training has come to its end.</summary>
    public bool DeleteCheckpoint { get; }

    /// <summary>How many checkpoints are kept.</summary>
    public int Keep { get; }

    /// <summary>Whether training goes on from a checkpoint if there is one; false starts afresh. Default true.</summary>
    public bool Resume { get; init; } = true;

    /// <summary>Which checkpoint the last <c>Fit</c> went on from; null if it started afresh.</summary>
    public CheckpointInfo? ResumedFrom { get; internal set; }

    /// <summary>How many checkpoints the last <c>Fit</c> has begun to save.</summary>
    public int Saves { get; internal set; }

    internal bool Verbose { get; }

    /// <summary>Where checkpoints lie; another one in tests.</summary>
    internal CheckpointStorage Storage { get; init; } = DiskStorage.Instance;

    internal TextWriter Warnings => WarningOutput;

    internal void Say(string what) => Output.WriteLine(what);
}
