namespace Mirrored.Keras;

public sealed partial class Sequential
{
    /// <summary>Rows in a batch when arrays are trained on and nobody says otherwise, as in Keras.</summary>
    private const int DefaultBatchSize = 32;

    private volatile bool _stopTraining;
    private int _epochsSeen;
    private bool _isTraining;
    private int _calls; // Of Evaluate and Predict under way, one inside the other.

    /// <summary>Set it in a callback to end training: after the step that runs, and validation.</summary>
    /// <remarks><c>Fit</c> sets it to false when it begins.</remarks>
    public bool StopTraining
    {
        get => _stopTraining;
        set => _stopTraining = value;
    }

    /// <summary>What the last <c>Fit</c> recorded, also when it ended by an exception; null before.</summary>
    public History? History { get; private set; }

    /// <summary>Where the time of training steps went in the epoch that <c>Fit</c> ended last, and what holds them back; null before, and
    /// while too few steps were measured to tell.</summary>
    /// <remarks>Set before the callbacks' <c>OnEpochEnd</c>. <see cref="StrategyOptions.MeasureStepsEvery"/> says which steps are
    /// measured; an epoch with less than two of them gives null, and its steps count for the next one.</remarks>
    public StepBreakdown? StepBreakdown { get; private set; }

    /// <summary>The logs whose sums are on the devices.</summary>
    internal RunningLogs? Running { get; set; }

    /// <summary>Trains on a dataset.</summary>
    /// <param name="dataset">Batches of features and labels; their size is that of the global batch, over all replicas.</param>
    /// <param name="epochs">The number behind the last epoch: how many times to go through the data, unless
    /// <see cref="FitOptions.InitialEpoch"/> says that some are done.</param>
    /// <param name="validationData">Evaluated after every epoch; reported as <c>val_loss</c> and so on.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="callbacks">What is called at every epoch and step, in this order.</param>
    /// <param name="options">What is seldom told.</param>
    /// <returns>Loss and metrics of every epoch: means over all rows, taken while the weights change.</returns>
    /// <exception cref="ArgumentException">The data does not suit the model; no weight was changed.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled, is training already, or another thread uses its strategy.</exception>
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    /// <exception cref="ReplicaFailedException">A device failed.</exception>
    public History Fit(
        Dataset<Batch> dataset, int epochs = 1, ValidationData? validationData = null, Verbosity verbose = Verbosity.Auto,
        IReadOnlyList<Callback>? callbacks = null, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Fit(dataset, startsAnew: false, epochs, validationData, verbose, callbacks, options ?? new FitOptions());
    }

    /// <summary>Trains on arrays.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The labels, <c>(rows)</c>.</param>
    /// <param name="batchSize">Rows in the global batch, over all replicas; null for 32, or for what makes
    /// <see cref="FitOptions.StepsPerEpoch"/> batches of all rows.</param>
    /// <param name="epochs">The number behind the last epoch: how many times to go through the data, unless
    /// <see cref="FitOptions.InitialEpoch"/> says that some are done.</param>
    /// <param name="validationData">Evaluated after every epoch; reported as <c>val_loss</c> and so on.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="callbacks">What is called at every epoch and step, in this order.</param>
    /// <param name="validationSplit">The fraction of the rows, in [0, 1), that is evaluated instead of trained on: the last
    /// ones, taken before any shuffling. Ignored when there is <paramref name="validationData"/>.</param>
    /// <param name="options">What is seldom told, such as not to shuffle.</param>
    /// <returns>Loss and metrics of every epoch: means over all rows, taken while the weights change.</returns>
    /// <exception cref="ArgumentException">The data does not suit the model; no weight was changed.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled, is training already, or another thread uses its strategy.</exception>
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    /// <exception cref="ReplicaFailedException">A device failed.</exception>
    public History Fit(
        NDArray<float> x, NDArray y, int? batchSize = null, int epochs = 1, ValidationData? validationData = null,
        Verbosity verbose = Verbosity.Auto, IReadOnlyList<Callback>? callbacks = null, double validationSplit = 0,
        FitOptions? options = null)
    {
        options ??= new FitOptions();
        TrainingArrays arrays = new(x, y, options.SampleWeight);
        if (validationData is null) (arrays, validationData) = arrays.Split(validationSplit);
        int size = batchSize ?? arrays.BatchSize(options.StepsPerEpoch, DefaultBatchSize);
        Dataset<Batch> dataset = arrays.Batches(size, options.Shuffle);
        options = options with { SampleWeight = arrays.Weights };
        return Fit(dataset, startsAnew: true, epochs, validationData, verbose, callbacks, options);
    }

    /// <summary>The number of an epoch for those who shuffle by it, counted over all calls of <c>Fit</c>.</summary>
    /// <param name="first">The least that it can be: where this call begins.</param>
    internal int BeginEpoch(int first)
    {
        int epoch = NextEpoch(first);
        _epochsSeen = epoch + 1;
        return epoch;
    }

    /// <summary>The number that <see cref="BeginEpoch"/> will give.</summary>
    internal int NextEpoch(int first) => Math.Max(_epochsSeen, first);

    private History Fit(
        Dataset<Batch> data, bool startsAnew, int epochs, ValidationData? validationData, Verbosity verbose,
        IReadOnlyList<Callback>? callbacks, FitOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epochs);
        if (data.Cardinality == Dataset.InfiniteCardinality && options.StepsPerEpoch is null)
            throw new ArgumentException("The dataset has no end. Say how many batches make an epoch: FitOptions.StepsPerEpoch.");
        Compilation compilation = Compiled();
        using IDisposable use = Strategy.Use();
        RefuseWhileTraining(nameof(Fit));
        PullWeights();
        _isTraining = true;
        try
        {
            return Train(data, startsAnew, epochs, validationData, verbose, callbacks, options, compilation);
        }
        finally
        {
            _isTraining = false;
            PushWeights();
        }
    }

    private History Train(
        Dataset<Batch> data, bool startsAnew, int epochs, ValidationData? validationData, Verbosity verbose,
        IReadOnlyList<Callback>? callbacks, FitOptions options, Compilation compilation)
    {
        using Opening opening = new(this);
        using Feed train = Feed.Open(
            this, data, compilation, new RowWeights(options.SampleWeight, options.ClassWeight), NextEpoch(options.InitialEpoch),
            options.CancellationToken);
        int? steps = options.StepsPerEpoch is > 0 and int given ? given : train.Steps;
        History history = new();
        using CallbackList all = new(
            this, new HistoryParameters(verbose, epochs, steps), options, callbacks, history, options.Progress(verbose, steps),
            new AdviceLogger(verbose == Verbosity.Silent ? TextWriter.Null : options.Writer));
        using EvaluateLoop? validation = validationData is null ? null : new EvaluateLoop(
            this, compilation, OpenValidation(validationData, compilation, options), all, options.ValidationSteps, options);
        opening.Start();
        if (verbose != Verbosity.Silent) SayWhereItTrains(options.Writer);
        (History, StepBreakdown) = (history, null);
        Engine().Measurements.Clear();
        new FitLoop(this, train, startsAnew, validation, all, options).Run(compilation, epochs);
        return history;
    }

    /// <summary>Takes what was measured in the epoch.</summary>
    internal void TakeStepBreakdown() => StepBreakdown = Engine().Measurements.Take();

    private Feed OpenValidation(ValidationData data, Compilation compilation, FitOptions options)
    {
        Dataset<Batch> batches = data.Batches(options.ValidationBatchSize ?? DefaultEvaluationBatchSize);
        Feed.RequireEnd(batches, options.ValidationSteps, "evaluate");
        return Feed.Open(
            this, batches, compilation, new RowWeights(data.SampleWeight, null), cancellation: options.CancellationToken);
    }

    /// <summary>Refuses what a callback may not do to the model that it serves.</summary>
    private void RefuseWhileTraining(string what)
    {
        if (_isTraining)
            throw new InvalidOperationException(
                $"{what} was called inside a Fit of the model '{Name}'. Set StopTraining, and call it when that Fit has returned.");
        if (_calls > 0)
            throw new InvalidOperationException(
                $"{what} was called inside an Evaluate or Predict of the model '{Name}'. Call it when that has returned.");
    }

    private void SayWhereItTrains(TextWriter output)
    {
        if (_ownsStrategy)
            output.WriteLine($"'{Name}' was made outside any strategy's scope and trains on {Strategy.DeviceIds[0]} alone.");
        Strategy.SayNotices(output);
    }
}
