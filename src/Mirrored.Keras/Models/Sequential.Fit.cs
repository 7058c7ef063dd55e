namespace Mirrored.Keras;

public sealed partial class Sequential
{
    /// <summary>Rows in a batch when arrays are trained on and nobody says otherwise, as in Keras.</summary>
    private const int DefaultBatchSize = 32;

    /// <summary>Rows in a batch of evaluation and prediction: the result does not depend on it, the speed does.</summary>
    private const int DefaultEvaluationBatchSize = 1024;

    private int _epochsSeen;

    /// <summary>Trains on a dataset.</summary>
    /// <param name="dataset">Batches of features and labels; their size is that of the global batch, over all replicas.</param>
    /// <param name="epochs">How many times to go through the data, at least 1.</param>
    /// <param name="validationData">Evaluated after every epoch; reported as <c>val_loss</c> and so on.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="options">What is seldom told.</param>
    /// <returns>Loss and metrics of every epoch: means over all rows, taken while the weights change.</returns>
    /// <exception cref="ArgumentException">The data does not suit the model; no weight was changed.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled, or another thread uses its strategy.</exception>
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    /// <exception cref="ReplicaFailedException">A device failed.</exception>
    public History Fit(
        Dataset<Batch> dataset, int epochs = 1, ValidationData? validationData = null, Verbosity verbose = Verbosity.Auto,
        FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Fit(dataset.Pipeline, epochs, validationData, verbose, options ?? new FitOptions());
    }

    /// <summary>Trains on arrays.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The labels, <c>(rows)</c>.</param>
    /// <param name="batchSize">Rows in the global batch, over all replicas.</param>
    /// <param name="epochs">How many times to go through the data, at least 1.</param>
    /// <param name="validationData">Evaluated after every epoch; reported as <c>val_loss</c> and so on.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="options">What is seldom told, such as not to shuffle.</param>
    /// <returns>Loss and metrics of every epoch: means over all rows, taken while the weights change.</returns>
    /// <exception cref="ArgumentException">The data does not suit the model; no weight was changed.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled, or another thread uses its strategy.</exception>
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    /// <exception cref="ReplicaFailedException">A device failed.</exception>
    public History Fit(
        NDArray<float> x, NDArray y, int batchSize = DefaultBatchSize, int epochs = 1, ValidationData? validationData = null,
        Verbosity verbose = Verbosity.Auto, FitOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        options ??= new FitOptions();
        Dataset<Example> examples = Dataset.Slices(x, y);
        if (options.Shuffle) examples = examples.Shuffle(x.Shape[0]);
        return Fit(examples.Batch(batchSize).Pipeline, epochs, validationData, verbose, options);
    }

    /// <summary>As <see cref="Fit(Dataset{Batch}, int, ValidationData?, Verbosity, FitOptions?)"/>, on a thread of its own.</summary>
    /// <param name="dataset">Batches of features and labels.</param>
    /// <param name="epochs">How many times to go through the data, at least 1.</param>
    /// <param name="validationData">Evaluated after every epoch.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="options">What is seldom told; its token counts too.</param>
    /// <param name="cancellationToken">Ends training at the next step; the model stays usable.</param>
    /// <returns>Loss and metrics of every epoch.</returns>
    /// <exception cref="OperationCanceledException">A token was cancelled.</exception>
    public async Task<History> FitAsync(
        Dataset<Batch> dataset, int epochs = 1, ValidationData? validationData = null, Verbosity verbose = Verbosity.Auto,
        FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return await OnThreadOfItsOwn(o => Fit(dataset, epochs, validationData, verbose, o), options, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>As <see cref="Fit(NDArray{float}, NDArray, int, int, ValidationData?, Verbosity, FitOptions?)"/>, on a thread of its own.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The labels, <c>(rows)</c>.</param>
    /// <param name="batchSize">Rows in the global batch, over all replicas.</param>
    /// <param name="epochs">How many times to go through the data, at least 1.</param>
    /// <param name="validationData">Evaluated after every epoch.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="options">What is seldom told; its token counts too.</param>
    /// <param name="cancellationToken">Ends training at the next step; the model stays usable.</param>
    /// <returns>Loss and metrics of every epoch.</returns>
    /// <exception cref="OperationCanceledException">A token was cancelled.</exception>
    public async Task<History> FitAsync(
        NDArray<float> x, NDArray y, int batchSize = DefaultBatchSize, int epochs = 1, ValidationData? validationData = null,
        Verbosity verbose = Verbosity.Auto, FitOptions? options = null, CancellationToken cancellationToken = default) =>
        await OnThreadOfItsOwn(o => Fit(x, y, batchSize, epochs, validationData, verbose, o), options, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Computes loss and metrics on a dataset; nothing is trained.</summary>
    /// <param name="dataset">Batches of features and labels.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="options">What is seldom told.</param>
    /// <returns>Loss, then metrics: <c>var (loss, accuracy) = model.Evaluate(dataset);</c></returns>
    /// <exception cref="ArgumentException">The data does not suit the model.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled, or another thread uses its strategy.</exception>
    public EvaluationResult Evaluate(Dataset<Batch> dataset, Verbosity verbose = Verbosity.Auto, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Compilation compilation = Compiled();
        using IDisposable use = Strategy.Use();
        using Feed feed = Feed.Open(this, dataset.Pipeline, compilation);
        FitLoop loop = new(Engine(), compilation, options ?? new FitOptions());
        return new EvaluationResult(loop.Evaluate(feed, (ulong)Strategy.Options.Seed, verbose));
    }

    /// <summary>Computes loss and metrics on arrays; nothing is trained.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The labels, <c>(rows)</c>.</param>
    /// <param name="batchSize">Rows in a batch; the result does not depend on it.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="options">What is seldom told.</param>
    /// <returns>Loss, then metrics: <c>var (loss, accuracy) = model.Evaluate(x, y);</c></returns>
    /// <exception cref="ArgumentException">The data does not suit the model.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled, or another thread uses its strategy.</exception>
    public EvaluationResult Evaluate(
        NDArray<float> x, NDArray y, int batchSize = DefaultEvaluationBatchSize, Verbosity verbose = Verbosity.Auto,
        FitOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        return Evaluate(Dataset.Slices(x, y).Batch(batchSize), verbose, options);
    }

    private static async Task<History> OnThreadOfItsOwn(
        Func<FitOptions, History> fit, FitOptions? options, CancellationToken cancellationToken)
    {
        options ??= new FitOptions();
        using CancellationTokenSource both =
            CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken, cancellationToken);
        FitOptions linked = options with { CancellationToken = both.Token };
        try
        {
            return await Task.Factory.StartNew(
                () => fit(linked), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (OperationCanceledException end) when (end.CancellationToken == both.Token)
        {
            // The caller knows its own tokens, not the one made of them.
            CancellationToken known = cancellationToken.IsCancellationRequested ? cancellationToken : options.CancellationToken;
            throw new OperationCanceledException(end.Message, end, known);
        }
    }

    private History Fit(IndexPipeline pipeline, int epochs, ValidationData? validationData, Verbosity verbose, FitOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epochs);
        Compilation compilation = Compiled();
        using IDisposable use = Strategy.Use();
        using Feed train = Feed.Open(this, pipeline, compilation);
        using Feed? validation = validationData is null
            ? null
            : Feed.Open(this, validationData.Batches(DefaultEvaluationBatchSize), compilation);
        if (verbose != Verbosity.Silent) SayWhereItTrains(options.Output ?? StandardOutput.Writer);
        History history = new FitLoop(Engine(), compilation, options)
            .Run(train, validation, epochs, _epochsSeen, (ulong)Strategy.Options.Seed, verbose);
        _epochsSeen += epochs;
        return history;
    }

    private void SayWhereItTrains(TextWriter output)
    {
        if (_ownsStrategy)
            output.WriteLine($"'{Name}' was made outside any strategy's scope and trains on {Strategy.DeviceIds[0]} alone.");
        Strategy.SayNotices(output);
    }
}
