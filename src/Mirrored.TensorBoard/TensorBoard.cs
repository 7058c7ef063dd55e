using Value = Mirrored.Keras.EventFiles.Summary.Types.Value;

namespace Mirrored.Keras;

/// <summary>Logs training for TensorBoard: <c>tensorboard --logdir logs</c> then draws it, while it runs or later.</summary>
/// <remarks>
/// <para>Event files under <c>train</c> and <c>validation</c> have the tags of Keras: after every epoch <c>epoch_loss</c>,
/// <c>epoch_accuracy</c> and so on at the number of the epoch from 0, and <c>epoch_learning_rate</c>; after every evaluation
/// <c>evaluation_loss_vs_iterations</c> and so on at the number of updates. Besides <c>epoch_examples_per_second</c>,
/// for each device <c>step_ms/GPU:0/compute</c> and so on (<see cref="Sequential.StepBreakdown"/>) and the share of its time in which it
/// computes, <c>utilization/GPU:0</c>; the model's summary and graph; and the hyperparameters as a text and for the table of
/// TensorBoard's part HParams.</para>
/// <para>Numbers are float32, those of <see cref="History"/> rounded. A value is in its file when the hook that wrote it returns,
/// whatever becomes of the process. Every call of <c>Fit</c> begins files of its own, so runs that go on in the same folder, or at
/// the same time, never write into each other's. When a file can no longer be written, such as on a full disk, a warning says so
/// and training goes on without.</para>
/// <para>Source: <c>keras.callbacks.TensorBoard</c>. Its <c>profile_batch</c> and <c>embeddings_freq</c> are not there: the former
/// drives TensorFlow's profiler, the latter shows layers that Mirrored does not have.</para>
/// </remarks>
/// <example><code>
/// model.Fit(dataset, epochs: 5, callbacks: [new TensorBoard("logs/run1", histogramFreq: 1)]);
/// </code></example>
public sealed class TensorBoard : Callback
{
    private const string Validation = "val_";
    private const int HistogramBuckets = 30;

    private readonly Hyperparameters _ofUser;
    private SummaryWriter? _session, _train, _validation;
    private Interval _epoch = new(TimeProvider.System), _sinceWritten = new(TimeProvider.System);
    private long _rowsBefore;
    private bool _isTraining, _isDescribed, _gaveUp;

    /// <summary>Makes the callback; nothing is written yet.</summary>
    /// <param name="logDir">The folder of this run; made when it is not there. Give each run one of its own, such as
    /// <c>logs/run1</c>, and TensorBoard the one above.</param>
    /// <param name="histogramFreq">After how many epochs the weights are written as histograms, beginning with the first; 0 for
    /// never.</param>
    /// <param name="writeGraph">Whether to write the graph of layers.</param>
    /// <param name="writeImages">Whether to write weights of one and two axes as pictures, too, with the histograms.</param>
    /// <param name="writeStepsPerSecond">Whether to write <c>epoch_steps_per_second</c>, and <c>batch_steps_per_second</c> with the
    /// other values of steps.</param>
    /// <param name="updateFreq"><c>"epoch"</c>, <c>"batch"</c>, or after how many steps to write <c>batch_loss</c> and so on: means
    /// over the epoch so far, at the number of updates. Training waits for the devices each time.</param>
    /// <param name="hparams">Hyperparameters besides those that are found: numbers, texts and bools by name.</param>
    /// <exception cref="ArgumentException">The folder is empty, or a hyperparameter is none of these.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A frequency is negative.</exception>
    public TensorBoard(
        string logDir = "logs", int histogramFreq = 0, bool writeGraph = true, bool writeImages = false, bool writeStepsPerSecond = false,
        UpdateFrequency updateFreq = default, IReadOnlyDictionary<string, object>? hparams = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(logDir);
        ArgumentOutOfRangeException.ThrowIfNegative(histogramFreq);
        _ofUser = Hyperparameters.OfUser(hparams);
        (LogDir, HistogramFreq, WriteGraph, WriteImages, WriteStepsPerSecond, UpdateFreq) =
            (logDir, histogramFreq, writeGraph, writeImages, writeStepsPerSecond, updateFreq);
    }

    /// <summary>The folder.</summary>
    public string LogDir { get; }

    /// <summary>After how many epochs histograms are written; 0 for never.</summary>
    public int HistogramFreq { get; }

    /// <summary>Whether the graph of layers is written.</summary>
    public bool WriteGraph { get; }

    /// <summary>Whether weights are written as pictures.</summary>
    public bool WriteImages { get; }

    /// <summary>Whether steps a second are written.</summary>
    public bool WriteStepsPerSecond { get; }

    /// <summary>How often values of steps are written.</summary>
    public UpdateFrequency UpdateFreq { get; }

    private SummaryWriter Train => _train ??= new SummaryWriter(Path.Combine(LogDir, "train"), Time);

    private SummaryWriter OfValidation => _validation ??= new SummaryWriter(Path.Combine(LogDir, "validation"), Time);

    private SummaryWriter Session => _session ??= new SummaryWriter(LogDir, Time);

    private long Iterations => Model.Optimizer!.Iterations; // A model that trains or is evaluated is compiled.

    /// <summary>Makes the file of this run, before anything is trained.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing is not allowed there.</exception>
    public override void OnTrainBegin()
    {
        Close();
        (_isTraining, _isDescribed, _gaveUp) = (false, false, false);
        (_epoch, _sinceWritten) = (new Interval(Time), new Interval(Time));
        Train.Create();
        _isTraining = true;
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        _rowsBefore = 0;
        _epoch.Restart();
        _sinceWritten.Restart();
    }

    /// <summary>Writes the values of a step, if it is time to.</summary>
    /// <param name="batch">The step within the epoch, from 0.</param>
    /// <param name="logs">Means over the epoch so far.</param>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        long rows = logs.Rows - _rowsBefore;
        _rowsBefore = logs.Rows;
        _epoch.Add(rows);
        _sinceWritten.Add(rows);
        if (!_isDescribed) Describe(rows);
        if (UpdateFreq.Steps is not { } steps || Iterations % steps != 0 || _gaveUp) return;
        List<Value> values = [.. logs.Select(log => SummaryValues.Scalar($"batch_{log.Key}", log.Value))];
        values.AddRange(Speed("batch", _sinceWritten)); // The logs were read just now, which waits for the devices.
        Log(() => Train.Write(Iterations, values));
        _sinceWritten.Restart();
    }

    /// <inheritdoc/>
    public override void OnTestBegin() => _epoch.End();

    /// <summary>Writes the values of an evaluation.</summary>
    /// <param name="logs">Its loss and metrics.</param>
    public override void OnTestEnd(Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (!_isTraining) _gaveUp = false;
        Log(() => OfValidation.Write(
            Iterations, logs.Select(log => SummaryValues.Scalar($"evaluation_{log.Key}_vs_iterations", log.Value))));
        if (!_isTraining) Close();
    }

    /// <summary>Writes the values of an epoch, and histograms and pictures of weights if it is time to.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="logs">Its values.</param>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _epoch.End();
        ILookup<bool, KeyValuePair<string, double>> values = logs.ToLookup(log => log.Key.StartsWith(Validation, StringComparison.Ordinal));
        Log(() => Train.Write(epoch,
        [
            .. values[false].Select(log => SummaryValues.Scalar($"epoch_{log.Key}", log.Value)),
            SummaryValues.Scalar("epoch_learning_rate", Model.Optimizer!.LearningRate), // As above.
            .. Speed("epoch", _epoch),
            .. Model.StepBreakdown is { } times ? StepTimeValues.Of(times) : [],
        ]));
        if (values[true].Any())
            Log(() => OfValidation.Write(
                epoch, values[true].Select(log => SummaryValues.Scalar($"epoch_{log.Key[Validation.Length..]}", log.Value))));
        if (HistogramFreq > 0 && epoch % HistogramFreq == 0) Log(() => WriteWeights(epoch));
    }

    /// <summary>Writes that the run is through, and closes its files.</summary>
    /// <param name="logs">Not read.</param>
    public override void OnTrainEnd(Logs logs)
    {
        if (_isDescribed) Log(() => Session.Write(0, SummaryValues.SessionEnd(Session.Now)));
        Close();
        _isTraining = false;
    }

    // With the first step, which tells how large batches are.
    private void Describe(long batchSize)
    {
        _isDescribed = true;
        Hyperparameters all = Hyperparameters.Of(Model, Params, batchSize, _ofUser);
        using StringWriter summary = new() { NewLine = "\n" };
        Model.Summary(summary);
        Log(() =>
        {
            Train.Write(0,
            [
                SummaryValues.Text("model_summary", $"```\n{summary}```\n"), SummaryValues.Text("hyperparameters", all.ToMarkdown()),
                .. WriteGraph ? [SummaryValues.KerasModel(ModelGraph.ToJson(Model))] : Array.Empty<Value>(),
            ]);
            Session.Write(0, SummaryValues.SessionStart(all, Session.Now));
        });
    }

    private IEnumerable<Value> Speed(string prefix, Interval interval)
    {
        double seconds = interval.Seconds;
        if (seconds <= 0) yield break; // A clock that stands, as in tests.
        yield return SummaryValues.Scalar($"{prefix}_examples_per_second", interval.Rows / seconds);
        if (WriteStepsPerSecond) yield return SummaryValues.Scalar($"{prefix}_steps_per_second", interval.Steps / seconds);
    }

    private void WriteWeights(int epoch)
    {
        foreach (Parameter weight in Model.Weights)
        {
            NDArray<float> values = Model.ReadWeights([weight])[0];
            string tag = $"{weight.Name}_0"; // Keras names it dense/kernel:0; a tag has no colon.
            Train.Histogram(tag, values.Span, epoch, HistogramBuckets);
            if (WriteImages && WeightImage.Of(values) is { } picture) Train.Image(tag, picture, epoch);
        }
    }

    /// <summary>Writes, unless that failed before: no log is worth the end of training.</summary>
    private void Log(Action write)
    {
        if (_gaveUp) return;
        try
        {
            write();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            _gaveUp = true;
            Close();
            Warn($"{problem.Message.TrimEnd('.')}. Training goes on; it is no longer logged in '{LogDir}'.");
        }
    }

    private void Close()
    {
        foreach (SummaryWriter? writer in new[] { _session, _train, _validation }) writer?.Dispose();
        _session = _train = _validation = null;
    }
}
