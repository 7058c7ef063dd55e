namespace Mirrored.Keras;

public sealed partial class Sequential
{
    /// <summary>Rows in a batch of evaluation and prediction: the result does not depend on it, the speed does.</summary>
    private const int DefaultEvaluationBatchSize = 1024;

    /// <summary>Computes loss and metrics on a dataset; nothing is trained.</summary>
    /// <param name="dataset">Batches of features and labels.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="steps">How many batches to take; null for all.</param>
    /// <param name="callbacks">What is called at every batch: the hooks of testing.</param>
    /// <param name="options">What is seldom told.</param>
    /// <returns>Loss, then metrics: <c>var (loss, accuracy) = model.Evaluate(dataset);</c></returns>
    /// <exception cref="ArgumentException">The data does not suit the model.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled, or another thread uses its strategy.</exception>
    public EvaluationResult Evaluate(
        Dataset<Batch> dataset, Verbosity verbose = Verbosity.Auto, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        RequireSteps(steps);
        Feed.RequireEnd(dataset, steps, "evaluate");
        options ??= new RunOptions();
        Compilation compilation = Compiled();
        using IDisposable use = Strategy.Use();
        if (!_isTraining) PullWeights();
        using CallEnd call = BeginCall();
        using Opening opening = new(this);
        using Feed feed = Feed.Open(
            this, dataset, compilation, new RowWeights(options.SampleWeight, null), cancellation: options.CancellationToken);
        HistoryParameters parameters = new(verbose, Epochs: 1, steps ?? feed.Steps);
        using CallbackList all = new(this, parameters, options, callbacks, options.Progress(verbose, parameters.Steps));
        opening.Start();
        Logs logs = new EvaluateLoop(this, compilation, feed, all, steps, options).Run();
        return new EvaluationResult(logs.ToArray());
    }

    /// <summary>Computes loss and metrics on arrays; nothing is trained.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The labels, <c>(rows)</c>.</param>
    /// <param name="batchSize">Rows in a batch; the result does not depend on it.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="steps">How many batches to take; null for all.</param>
    /// <param name="callbacks">What is called at every batch: the hooks of testing.</param>
    /// <param name="options">What is seldom told.</param>
    /// <returns>Loss, then metrics: <c>var (loss, accuracy) = model.Evaluate(x, y);</c></returns>
    /// <exception cref="ArgumentException">The data does not suit the model.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled, or another thread uses its strategy.</exception>
    public EvaluationResult Evaluate(
        NDArray<float> x, NDArray y, int batchSize = DefaultEvaluationBatchSize, Verbosity verbose = Verbosity.Auto, int? steps = null,
        IReadOnlyList<Callback>? callbacks = null, RunOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        return Evaluate(Dataset.Slices(x, y).Batch(batchSize), verbose, steps, callbacks, options);
    }

    private static void RequireSteps(int? steps)
    {
        if (steps is <= 0)
            throw new ArgumentOutOfRangeException(nameof(steps), steps, "Expected at least one step, or null for all batches.");
    }

    /// <summary>Notes that a call goes through data; what would change its plans is refused until the end.</summary>
    private CallEnd BeginCall()
    {
        _calls++;
        return new CallEnd(this);
    }

    private sealed class CallEnd(Sequential model) : IDisposable
    {
        public void Dispose() => model._calls--;
    }
}
