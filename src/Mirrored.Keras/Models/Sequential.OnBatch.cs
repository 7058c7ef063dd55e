namespace Mirrored.Keras;

public sealed partial class Sequential
{
    private RunningLogs? _onBatch;

    /// <summary>Trains one step on all rows given.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>: the global batch, over all replicas.</param>
    /// <param name="y">The labels, <c>(rows)</c>.</param>
    /// <param name="sampleWeight">How much each row counts, <c>(rows)</c>; null for all alike.</param>
    /// <param name="classWeight">How much the rows of each class count; null for all alike.</param>
    /// <param name="resetMetrics">Whether the result is that of this batch alone; false adds the batch to those since the last
    /// <see cref="ResetMetrics"/>.</param>
    /// <returns>Loss, then metrics, of the weights before the step.</returns>
    /// <exception cref="ArgumentException">The data does not suit the model; no weight was changed.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled, or another thread uses its strategy.</exception>
    public EvaluationResult TrainOnBatch(
        NDArray<float> x, NDArray y, NDArray<float>? sampleWeight = null, IReadOnlyDictionary<int, double>? classWeight = null,
        bool resetMetrics = true) =>
        RunOnBatch(StepMode.Train, x, y, new RowWeights(sampleWeight, classWeight), resetMetrics);

    /// <summary>Computes loss and metrics of all rows given; nothing is trained.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The labels, <c>(rows)</c>.</param>
    /// <param name="sampleWeight">How much each row counts, <c>(rows)</c>; null for all alike.</param>
    /// <param name="resetMetrics">Whether the result is that of this batch alone; false adds the batch to those since the last
    /// <see cref="ResetMetrics"/>.</param>
    /// <returns>Loss, then metrics.</returns>
    /// <exception cref="ArgumentException">The data does not suit the model.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled, or another thread uses its strategy.</exception>
    public EvaluationResult TestOnBatch(
        NDArray<float> x, NDArray y, NDArray<float>? sampleWeight = null, bool resetMetrics = true) =>
        RunOnBatch(StepMode.Evaluate, x, y, new RowWeights(sampleWeight, null), resetMetrics);

    /// <summary>Computes the model's output for all rows given, at once.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <returns>The outputs, <c>(rows, ...)</c>.</returns>
    /// <exception cref="ArgumentException">The data does not suit the model.</exception>
    /// <exception cref="InvalidOperationException">Another thread uses the model's strategy.</exception>
    public NDArray<float> PredictOnBatch(NDArray<float> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Predict(Dataset.FromTensorSlices(x).Batch(Math.Max(1, x.Shape[0])), Verbosity.Silent);
    }

    /// <summary>Starts loss and metrics of <see cref="TrainOnBatch"/>, <see cref="TestOnBatch"/> and custom loops at zero.</summary>
    /// <exception cref="InvalidOperationException">Another thread uses the model's strategy.</exception>
    public void ResetMetrics()
    {
        _onBatch = null;
        ClearLoopMetrics();
    }

    private EvaluationResult RunOnBatch(StepMode mode, NDArray<float> x, NDArray y, RowWeights weights, bool resetMetrics)
    {
        Compilation compilation = Compiled();
        Dataset<Batch> batch = Dataset.Slices(x, y).Batch(Math.Max(1, x.Shape[0]));
        using IDisposable use = Strategy.Use();
        if (!_isTraining) PullWeights();
        using Opening opening = new(this);
        using Feed feed = Feed.Open(this, batch, compilation, weights);
        opening.Start();
        using RunningLogs running = RunningLogs.Open(this, compilation);
        if (!resetMetrics && _onBatch is { } earlier) running.Continue(earlier);
        feed.Restart(epoch: 0);
        feed.MoveNext();
        feed.Run(mode);
        EvaluationResult result = new(running.Read());
        _onBatch = resetMetrics ? null : running;
        running.SetAside();
        if (mode == StepMode.Train && !_isTraining) PushWeights();
        return result;
    }
}
