namespace Mirrored.Keras;

public sealed partial class Sequential
{
    /// <summary>Computes the model's output for every row; nothing is trained.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="batchSize">Rows in a batch; the result does not depend on it.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="steps">How many batches to take; null for all.</param>
    /// <param name="callbacks">What is called at every batch: the hooks of prediction.</param>
    /// <param name="options">What is seldom told.</param>
    /// <returns>The outputs, <c>(rows, ...)</c>, in the order of the rows.</returns>
    /// <exception cref="ArgumentException">The data does not suit the model.</exception>
    /// <exception cref="InvalidOperationException">Another thread uses the model's strategy.</exception>
    public NDArray<float> Predict(
        NDArray<float> x, int batchSize = DefaultEvaluationBatchSize, Verbosity verbose = Verbosity.Auto, int? steps = null,
        IReadOnlyList<Callback>? callbacks = null, RunOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        return Predict(Dataset.FromTensorSlices(x).Batch(batchSize), verbose, steps, callbacks, options);
    }

    /// <summary>Computes the model's output for every row of a dataset; nothing is trained.</summary>
    /// <param name="dataset">Batches of features; labels are ignored.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="steps">How many batches to take; null for all.</param>
    /// <param name="callbacks">What is called at every batch: the hooks of prediction.</param>
    /// <param name="options">What is seldom told.</param>
    /// <returns>The outputs, <c>(rows, ...)</c>, in the order in which the dataset gives the rows.</returns>
    /// <exception cref="ArgumentException">The data does not suit the model, or has no end and <paramref name="steps"/> sets none.</exception>
    /// <exception cref="InvalidOperationException">Another thread uses the model's strategy.</exception>
    public NDArray<float> Predict(
        Dataset<Batch> dataset, Verbosity verbose = Verbosity.Auto, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        RequireSteps(steps);
        Feed.RequireEnd(dataset, steps, "predict");
        options ??= new RunOptions();
        using IDisposable use = Strategy.Use();
        if (!_isTraining) PullWeights();
        using CallEnd call = BeginCall();
        using Opening opening = new(this);
        using Feed feed = Feed.Open(this, dataset, compilation: null, cancellation: options.CancellationToken);
        HistoryParameters parameters = new(verbose, Epochs: 1, steps ?? feed.Steps);
        using CallbackList all = new(this, parameters, options, callbacks, options.Progress(verbose, parameters.Steps));
        opening.Start();
        return new PredictLoop(this, feed, all, options).Run(steps);
    }
}
