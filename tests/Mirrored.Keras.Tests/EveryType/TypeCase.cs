namespace Mirrored.Keras.Tests;

/// <summary>One of the library's types at work in a small model.</summary>
/// <param name="Layers">Makes the layers: from <see cref="Features"/> numbers to <see cref="Classes"/>.</param>
public sealed record TypeCase(Func<IReadOnlyList<Layer>> Layers)
{
    public const int Rows = 13, Features = 6, Classes = 4;

    private static readonly (NDArray<float> X, NDArray<int> Y) Data = TestData.Classes(Rows, Features, Classes, seed: 4);

    private static readonly NDArray<float> OneHot = new(
        [.. Data.Y.ToArray().SelectMany(label => Enumerable.Range(0, Classes).Select(c => c == label ? 1f : 0))], [Rows, Classes]);

    public Loss Loss { get; init; } = "sparse_categorical_crossentropy";

    public Optimizer Optimizer { get; init; } = "adam";

    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Whether labels are class numbers rather than one number for each class.</summary>
    public bool Sparse { get; init; } = true;

    /// <summary>Trains two epochs in deterministic mode, on batches that no number of replicas divides.</summary>
    /// <returns>Everything that was reported and the weights' hash.</returns>
    public string Train(IReadOnlyList<DeviceId> devices)
    {
        using MirroredStrategy strategy = new(devices, new StrategyOptions { Deterministic = true, Seed = 3 });
        using Sequential model = Model(strategy, Optimizer);
        FitOptions options = new() { SampleWeight = (NDArray<float>)(float[])[.. Enumerable.Range(0, Rows).Select(i => 0.5f + i % 3)] };
        History history = model.Fit(Data.X, Labels, batchSize: 7, epochs: 2, verbose: Verbosity.Silent, options: options);
        IEnumerable<string> logs = history.Metrics.Select(log => $"{log.Key}={string.Join('/', log.Value.Select(v => v.ToString("R")))}");
        return $"{model.WeightsSha256()} {string.Join(' ', logs)}";
    }

    /// <summary>Predictions of a trained model, and of another one that read its file.</summary>
    public (float[] Saved, float[] Loaded, float[] Fresh) SaveAndLoad()
    {
        using TemporaryFolder folder = new();
        using MirroredStrategy strategy = new(Devices.Cpus(1), new StrategyOptions { Seed = 3 });
        using MirroredStrategy elsewhere = new(Devices.Cpus(2), new StrategyOptions { Seed = 4 });
        using Sequential model = Model(strategy, Optimizer), other = Model(elsewhere, Optimizer);
        model.Fit(Data.X, Labels, epochs: 3, verbose: Verbosity.Silent);
        float[] fresh = Predict(other);
        model.SaveWeights(folder["weights.safetensors"]);
        other.LoadWeights(folder["weights.safetensors"]);
        return (Predict(model), Predict(other), fresh);
    }

    /// <summary>The slope of the loss along its own gradient, as the engine's gradient has it and as two losses tell.</summary>
    /// <remarks>Each loss is that of a new model's first step, so that dropout and noise are the same in all.</remarks>
    public (double Gradient, double Measured) Slope()
    {
        const float step = 2e-3f;
        float[][] start, gradient;
        using (MirroredStrategy strategy = Float32())
        {
            using Sequential model = Model(strategy, new SGD(0));
            start = [.. model.GetWeights().Select(w => w.ToArray())];
            gradient = [.. EngineGradients.Of(model, Data.X, Labels)];
        }

        double slope = gradient.Sum(g => g.Sum(x => (double)Math.Abs(x)));
        return (slope, (LossAt(start, gradient, step) - LossAt(start, gradient, -step)) / (2 * (double)step));
    }

    private NDArray Labels => Sparse ? Data.Y : OneHot;

    private static MirroredStrategy Float32() => new(Devices.Cpus(1), new StrategyOptions { Seed = 3 });

    private static float[] Predict(Sequential model) => model.Predict(Data.X, verbose: Verbosity.Silent).ToArray();

    /// <summary>The loss of the first training step from weights that lie a step along the signs of the gradient.</summary>
    private double LossAt(float[][] start, float[][] gradient, float step)
    {
        using MirroredStrategy strategy = Float32();
        using Sequential model = Model(strategy, new SGD(0));
        model.SetWeights([.. start.Zip(gradient, model.Weights).Select(w => new NDArray<float>(
            w.Second.Length == 0 ? w.First : [.. w.First.Zip(w.Second, (value, g) => value + step * Math.Sign(g))], w.Third.Shape))]);
        return model.TrainOnBatch(Data.X, Labels).Loss;
    }

    private Sequential Model(MirroredStrategy strategy, Optimizer optimizer)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new(Layers());
        model.Compile(optimizer, Loss, Metrics, Metrics);
        return model;
    }
}
