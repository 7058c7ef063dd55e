using Mirrored.Keras;

namespace Mirrored.Benchmarks.Step;

/// <summary>A dense classifier with random bytes to train on, ready to run steps.</summary>
/// <remarks>Rows are scattered, as a shuffle leaves them.</remarks>
internal sealed class TrainingLoad : IDisposable
{
    private readonly MirroredStrategy _strategy;
    private readonly StepEngine _engine;
    private readonly IndexFeed _feed;
    private readonly int[] _rows;

    /// <summary>Makes the model and runs one step, so that plans are bound.</summary>
    /// <param name="widths">The sizes of the layers, features first, classes last; ReLU and dropout between.</param>
    /// <param name="batchSize">Rows in the global batch.</param>
    /// <param name="dataRows">Rows of data.</param>
    /// <param name="devices">Where it trains.</param>
    /// <param name="options">How.</param>
    public TrainingLoad(
        IReadOnlyList<int> widths, int batchSize, int dataRows, IReadOnlyList<DeviceId> devices, StrategyOptions? options = null)
    {
        _strategy = new MirroredStrategy(devices, options);
        try
        {
            using IDisposable scope = _strategy.Scope();
            var model = new Sequential([.. Layers(widths)]);
            model.Compile(new Adam(), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
            var random = new Random(1);
            _feed = IndexFeed.Open(model, Data(widths, dataRows, random).Batch(batchSize).Pipeline, model.Compiled());
            _engine = model.Engine();
            _rows = [.. Enumerable.Range(0, batchSize).Select(_ => random.Next(dataRows))];
            Train(steps: 1);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Queues steps, as training does, and waits for the last.</summary>
    public void Train(int steps)
    {
        for (int i = 0; i < steps; i++) _engine.Run(StepMode.Train, _feed.Data, _rows);
        _engine.Synchronize();
    }

    public void Dispose()
    {
        _feed?.Dispose();
        _strategy.Dispose();
    }

    private static IEnumerable<Layer> Layers(IReadOnlyList<int> widths)
    {
        for (int i = 1; i < widths.Count - 1; i++)
        {
            yield return new Dense(widths[i], "relu", inputShape: i == 1 ? widths[0] : null);
            yield return new Dropout(0.2);
        }

        yield return new Dense(widths[^1], "softmax");
    }

    private static Dataset<Example> Data(IReadOnlyList<int> widths, int rows, Random random)
    {
        byte[] features = new byte[rows * widths[0]];
        byte[] labels = new byte[rows];
        random.NextBytes(features);
        for (int i = 0; i < rows; i++) labels[i] = (byte)random.Next(widths[^1]);
        NDArray<float> x = new NDArray<byte>(features, [rows, widths[0]]).AsFloat(scale: 1 / 255.0);
        return Dataset.FromTensorSlices(x, new NDArray<byte>(labels, rows));
    }
}
