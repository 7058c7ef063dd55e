namespace Mirrored.Keras;

/// <summary>Saves the model's weights after epochs, or every so many steps.</summary>
/// <remarks>A file is replaced only when the new one is on disk. What was best in one <c>Fit</c> counts in the next.
/// Source: <c>keras.callbacks.ModelCheckpoint</c>.</remarks>
/// <example><code>
/// new ModelCheckpoint("best.safetensors", saveBestOnly: true)
/// new ModelCheckpoint("weights-{epoch:02d}-{val_loss:.2f}.safetensors")
/// </code></example>
public sealed class ModelCheckpoint : Callback
{
    private readonly PathTemplate _path;
    private readonly Monitor _monitor;
    private readonly bool _verbose;
    private readonly bool _saveBestOnly;
    private readonly int? _saveFreq;
    private int _epoch;
    private int _stepsSinceSaving;

    /// <summary>Makes the callback.</summary>
    /// <param name="filepath">The file, which ends in <c>.safetensors</c>, with places for <c>{epoch}</c> and, when it saves
    /// every so many steps, <c>{batch}</c>, both from 1, and for logs: <c>{val_loss:.2f}</c>. Missing folders are made.</param>
    /// <param name="monitor">The value that tells what is best.</param>
    /// <param name="verbose">Whether to print what is saved.</param>
    /// <param name="saveBestOnly">Whether to save only when the value is better than ever before.</param>
    /// <param name="mode">Which way is better; <see cref="MonitorMode.Auto"/> takes names with <c>acc</c>, and those that begin
    /// with <c>fmeasure</c>, for what goes up.</param>
    /// <param name="saveFreq">After how many training steps to save, counted over all epochs; null for after every epoch.</param>
    /// <param name="initialValueThreshold">What the first value has to beat; null to save the first in any case.</param>
    /// <exception cref="ArgumentException">The file has another ending, or a place in it makes no sense.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The frequency is not positive.</exception>
    public ModelCheckpoint(
        string filepath, string monitor = "val_loss", bool verbose = false, bool saveBestOnly = false, MonitorMode mode = MonitorMode.Auto,
        int? saveFreq = null, double? initialValueThreshold = null)
    {
        Sequential.CheckExtension(filepath);
        if (saveFreq is <= 0)
            throw new ArgumentOutOfRangeException(
                nameof(saveFreq), saveFreq, "Expected a positive number of steps, or null for every epoch.");
        _path = new PathTemplate(filepath);
        _monitor = Monitor.Of(monitor, mode, minDelta: 0, LooksLikeAccuracy);
        (_verbose, _saveBestOnly, _saveFreq) = (verbose, saveBestOnly, saveFreq);
        Best = initialValueThreshold ?? _monitor.Worst;
    }

    /// <summary>The best value so far; before the first, the threshold or infinity.</summary>
    public double Best { get; private set; }

    /// <summary>The file that was saved last; null before.</summary>
    public string? LastSaved { get; private set; }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => _epoch = epoch;

    /// <summary>Saves, if it is time to.</summary>
    /// <param name="batch">The step within the epoch, from 0.</param>
    /// <param name="logs">Its logs.</param>
    /// <exception cref="IOException">The file cannot be written; an older one is untouched.</exception>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (_saveFreq is null || ++_stepsSinceSaving < _saveFreq) return;
        _stepsSinceSaving = 0;
        SaveIfBest(logs, new() { ["epoch"] = _epoch + 1, ["batch"] = batch + 1 });
    }

    /// <summary>Saves, if that is asked for after every epoch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="logs">Its logs.</param>
    /// <exception cref="IOException">The file cannot be written; an older one is untouched.</exception>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (_saveFreq is null) SaveIfBest(logs, new() { ["epoch"] = epoch + 1 });
    }

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Numbers["best"] = Best;
        state.Numbers["steps_since_saving"] = _stepsSinceSaving;
        if (LastSaved is not null) state.Texts["last_saved"] = LastSaved;
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (Best, _stepsSinceSaving) = (state.Numbers["best"], (int)state.Numbers["steps_since_saving"]);
        LastSaved = state.Texts.TryGetValue("last_saved", out string? path) ? path : null;
    }

    private static bool LooksLikeAccuracy(string name) =>
        Monitor.HasAccuracyInIt(name) || name.StartsWith("fmeasure", StringComparison.Ordinal);

    private static string Number(double value)
    {
        System.Text.StringBuilder text = new();
        LogFormat.AppendFixed(text, value, decimals: 5);
        return text.ToString();
    }

    private void SaveIfBest(Logs logs, Dictionary<string, int> counts)
    {
        if (!_saveBestOnly)
        {
            Save(_path.Fill(counts, logs), note: "");
            return;
        }

        if (!logs.TryGetValue(_monitor.Name, out double current))
        {
            Warn(_monitor.Missing(logs));
            return;
        }

        if (!_monitor.IsBetter(current, Best))
        {
            Say($"{_monitor.Name} did not improve from {Number(Best)}");
            return;
        }

        string path = _path.Fill(counts, logs);
        Save(path, $"{_monitor.Name} improved from {Number(Best)} to {Number(current)}, ");
        Best = current;
    }

    private void Save(string path, string note)
    {
        Say($"{note}saving model to {path}");
        if (Directory.Exists(path) && ModelFormats.Of(path) is not CheckpointFormat)
            throw new IOException($"'{path}' is a folder, so no weights can be saved there. Name a file.");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        Model.SaveWeights(path);
        LastSaved = path;
    }

    private void Say(string what)
    {
        if (_verbose) Output.WriteLine($"\nEpoch {_epoch + 1}: {what}");
    }
}
