namespace Mirrored.Keras;

/// <summary>Goes through a dataset and keeps the model's outputs: the loop behind <c>Predict</c>.</summary>
internal sealed class PredictLoop(Sequential model, Feed feed, CallbackList callbacks, RunOptions options)
{
    private readonly Shape _row = model.OutputShape!.Value; // Known once the feed is open.
    private float[] _outputs = [];
    private float[] _batch = [];
    private int _length;

    /// <summary>Predicts.</summary>
    /// <param name="steps">How many batches; null for all.</param>
    /// <returns>The outputs, in the order of the rows.</returns>
    /// <exception cref="ArgumentException">The dataset is empty.</exception>
    public NDArray<float> Run(int? steps)
    {
        feed.Restart(epoch: 0);
        if (!feed.MoveNext()) throw new ArgumentException("The dataset to predict has no batch.");
        callbacks.PredictBegin();
        int step = 0, rows = 0;
        do
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            callbacks.PredictBatchBegin(step);
            NDArray<float> output = Predict();
            rows += feed.Rows;
            callbacks.PredictBatchEnd(step, output);
            step++;
        }
        while (step != steps && feed.MoveNext());

        if (step < steps) options.Warn($"The data to predict ended after {step} of {steps} steps.");
        callbacks.PredictEnd();
        Array.Resize(ref _outputs, _length);
        return new NDArray<float>(_outputs, _row.Prepend(rows));
    }

    /// <summary>Predicts one batch and puts it behind the others.</summary>
    private NDArray<float> Predict()
    {
        int length = checked((int)(feed.Rows * _row.Length));
        if (_batch.Length < length) _batch = new float[length];
        feed.Run(StepMode.Predict, _batch);
        model.Engine().Synchronize(); // A copy of what lies on the devices is what was asked for.
        int end = checked(_length + length);
        if (_outputs.Length < end) Array.Resize(ref _outputs, Capacity(end));
        _batch.AsSpan(0, length).CopyTo(_outputs.AsSpan(_length));
        _length = end;
        return new NDArray<float>(_batch.AsSpan(0, length).ToArray(), _row.Prepend(feed.Rows));
    }

    /// <summary>How much room to make: for all batches if their number is known, else for twice as much.</summary>
    private int Capacity(int end) => (int)Math.Min(
        Array.MaxLength, feed.Steps is { } steps ? Math.Max(end, steps * feed.Rows * _row.Length) : 2L * end);
}
