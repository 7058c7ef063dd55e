namespace Mirrored.Keras;

public sealed partial class Sequential
{
    /// <summary>Computes the model's output for every row; nothing is trained.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="batchSize">Rows in a batch; the result does not depend on it.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="options">What is seldom told.</param>
    /// <returns>The outputs, <c>(rows, ...)</c>, in the order of the rows.</returns>
    /// <exception cref="ArgumentException">The data does not suit the model.</exception>
    /// <exception cref="InvalidOperationException">Another thread uses the model's strategy.</exception>
    public NDArray<float> Predict(
        NDArray<float> x, int batchSize = DefaultEvaluationBatchSize, Verbosity verbose = Verbosity.Auto, FitOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        options ??= new FitOptions();
        using IDisposable use = Strategy.Use();
        using Feed feed = Feed.Open(this, Dataset.FromTensorSlices(x).Batch(batchSize).Pipeline, compilation: null);
        StepEngine engine = Engine();
        Shape row = OutputShape!.Value; // Known once the feed is open.
        float[] predictions = new float[checked(row.Length * x.Shape[0])];
        float[] batch = new float[checked(row.Length * feed.Pipeline.BatchSize)];
        ProgressBar progress = options.Progress(verbose, feed.Steps);
        progress.BeginEpoch(0, 1);
        IndexCursor cursor = feed.Pipeline.Open(0, 0);
        int step = 0;
        long start = 0;
        while (feed.Next(cursor) is { IsEmpty: false } rows)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            engine.Run(StepMode.Predict, feed.Data, rows, batch);
            engine.Synchronize();
            batch.AsSpan(0, (int)(rows.Length * row.Length)).CopyTo(predictions.AsSpan((int)start));
            start += rows.Length * row.Length;
            if (progress.WantsUpdate(++step)) progress.Update(step, []);
        }

        progress.EndEpoch(step, []);
        return new NDArray<float>(predictions, row.Prepend(x.Shape[0]));
    }
}
