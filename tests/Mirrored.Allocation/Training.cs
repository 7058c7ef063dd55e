using Mirrored.Keras;

namespace Mirrored.Allocation;

/// <summary>The MNIST model on made-up images, trained as <c>Fit</c> does.</summary>
internal sealed class Training : IDisposable
{
    /// <summary>Enough for both plans, and for every method on the way to be compiled.</summary>
    public const int WarmUpSteps = 100;

    public const int Steps = 1000;

    public const int GpuSteps = 60;

    private const int Pixels = 784;
    private const int BatchSize = 128;

    /// <summary>Five batches and a smaller one, so that every epoch goes through two plans.</summary>
    private const int Rows = 5 * BatchSize + 40;

    private readonly MirroredStrategy _strategy;
    private readonly StepEngine _engine;
    private readonly Feed _feed;
    private readonly IndexCursor _cursor;
    private readonly FitLoop _loop;
    private readonly ProgressBar _progress;

    public Training(IReadOnlyList<DeviceId> devices, bool deterministic)
    {
        _strategy = new MirroredStrategy(devices, new StrategyOptions { Deterministic = deterministic });
        Sequential model = Compile(_strategy);
        _engine = model.Engine();
        _feed = Feed.Open(model, Images().Pipeline, model.Compiled());
        _cursor = _feed.Pipeline.Open(epoch: 0, ambientSeed: 0);
        var options = new FitOptions();
        _loop = new FitLoop(_engine, model.Compiled(), options);
        _progress = options.Progress(Verbosity.Silent, _feed.Steps);
    }

    /// <summary>Trains whole epochs until at least so many steps are done.</summary>
    /// <returns>The number of steps.</returns>
    public int Run(int atLeast)
    {
        int steps = 0;
        while (steps < atLeast)
        {
            _cursor.Restart(_cursor.Epoch + 1);
            steps += _loop.RunEpoch(StepMode.Train, _feed, _cursor, _progress);
        }

        _engine.Synchronize();
        return steps;
    }

    public void Dispose()
    {
        _feed.Dispose();
        _strategy.Dispose();
    }

    private static Sequential Compile(MirroredStrategy strategy)
    {
        using IDisposable scope = strategy.Scope();
        var model = new Sequential(
            [new Dense(128, "relu", inputShape: Pixels), new Dropout(0.2), new Dense(10, "softmax")]);
        model.Compile(new Adam(), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    private static Dataset<Batch> Images()
    {
        var random = new Random(1);
        byte[] pixels = new byte[Rows * Pixels];
        byte[] labels = new byte[Rows];
        random.NextBytes(pixels);
        for (int i = 0; i < Rows; i++) labels[i] = (byte)random.Next(10);
        NDArray<float> images = new NDArray<byte>(pixels, [Rows, Pixels]).AsFloat(scale: 1 / 255.0);
        return Dataset.FromTensorSlices(images, new NDArray<byte>(labels, Rows)).Shuffle(Rows).Batch(BatchSize);
    }
}
