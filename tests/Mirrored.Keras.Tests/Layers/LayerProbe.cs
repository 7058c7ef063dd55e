namespace Mirrored.Keras.Tests;

/// <summary>A layer between two dense ones, beside the same network in float64.</summary>
/// <param name="create">Makes the layer.</param>
/// <param name="rowShape">The shape of its rows.</param>
/// <param name="reference">The layer in float64: from a row and the layer's weights.</param>
internal sealed class LayerProbe(Func<Layer> create, Shape rowShape, Func<double[], double[][], double[]> reference)
{
    /// <summary>Float32 rounds each product and sum by 2^-24; the chains here have fewer than 100 terms of size 1, and the
    /// differences themselves are good to 1e-9. A wrong formula is off by orders of magnitude more.</summary>
    public const double Tolerance = 100 * 5.96e-8;

    /// <summary>The step of central differences: error of order step² beside rounding of order 2^-53 / step.</summary>
    private const double Step = 1e-5;

    private const int Rows = 13, Features = 5, Classes = 4;

    private static readonly (NDArray<float> X, NDArray<int> Y) Data = TestData.Classes(Rows, Features, Classes);

    /// <summary>The largest difference of the predictions.</summary>
    public double PredictionError()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = Model(strategy);
        float[] found = model.Predict(Data.X, verbose: Verbosity.Silent).ToArray();
        double[][] weights = Weights(model);
        double[] expected = [.. Enumerable.Range(0, Rows).SelectMany(r => Predict(r, weights))];
        return found.Zip(expected, (f, e) => Math.Abs(f - e)).Max();
    }

    /// <summary>The largest difference of the gradients of all weights, those before the layer included, from central
    /// differences.</summary>
    /// <param name="broken">A control: the reference's layer then gives numbers that are a hundredth too large.</param>
    /// <param name="devices">Where to run; null for one CPU.</param>
    public double GradientError(bool broken = false, IReadOnlyList<DeviceId>? devices = null)
    {
        using MirroredStrategy strategy = new(devices ?? Devices.Cpus(1), new StrategyOptions { Precision = Precision.Float32 });
        using Sequential model = Model(strategy);
        IReadOnlyList<float[]> found = EngineGradients.Of(model, Data.X, Data.Y);
        double[][] weights = Weights(model);
        double worst = 0;
        for (int w = 0; w < weights.Length; w++)
        {
            if (!model.Weights[w].Trainable) continue;
            for (int i = 0; i < weights[w].Length; i++)
            {
                double value = weights[w][i];
                weights[w][i] = value + Step;
                double above = Loss(weights, broken);
                weights[w][i] = value - Step;
                double below = Loss(weights, broken);
                weights[w][i] = value;
                worst = Math.Max(worst, Math.Abs(((above - below) / (2 * Step)) - found[w][i]));
            }
        }

        return worst;
    }

    /// <summary>The hash of all weights after some steps in deterministic mode.</summary>
    public string Train(IReadOnlyList<DeviceId> devices)
    {
        using MirroredStrategy strategy = new(devices, new StrategyOptions { Deterministic = true });
        using Sequential model = Model(strategy, learningRate: 0.01);
        model.Fit(Data.X, Data.Y, batchSize: 7, epochs: 3, verbose: Verbosity.Silent);
        return model.WeightsSha256();
    }

    /// <summary>Predictions before saving, and those of another model after loading.</summary>
    public (float[] Saved, float[] Loaded) SaveAndLoad()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "model.safetensors");
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = Model(strategy, learningRate: 0.01), other = Model(strategy);
        model.Fit(Data.X, Data.Y, epochs: 2, verbose: Verbosity.Silent);
        model.SaveWeights(path);
        other.LoadWeights(path);
        return (model.Predict(Data.X, verbose: Verbosity.Silent).ToArray(), other.Predict(Data.X, verbose: Verbosity.Silent).ToArray());
    }

    private Sequential Model(MirroredStrategy strategy, double learningRate = 0)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new(
        [
            new Dense((int)rowShape.Length, "tanh", inputShape: Features) { KernelInitializer = new GlorotUniform(seed: 3) },
            new Reshape(rowShape), create(), new Flatten(),
            new Dense(Classes, "softmax") { KernelInitializer = new GlorotUniform(seed: 4) },
        ]);
        model.Compile(new Adam(learningRate), "sparse_categorical_crossentropy");
        return model;
    }

    private static double[][] Weights(Sequential model) =>
        [.. model.GetWeights().Select(w => w.ToArray().Select(v => (double)v).ToArray())];

    private double Loss(double[][] weights, bool broken)
    {
        double sum = 0;
        for (int r = 0; r < Rows; r++) sum -= Math.Log(Predict(r, weights, broken)[Data.Y[r]]);
        return sum / Rows;
    }

    private double[] Predict(int row, double[][] weights, bool broken = false)
    {
        double[] x = [.. Data.X.Span.Slice(row * Features, Features).ToArray().Select(v => (double)v)];
        double[] hidden = [.. Dense(x, weights[0], weights[1]).Select(Math.Tanh)];
        double[] output = reference(hidden, weights[2..^2]);
        if (broken) output = [.. output.Select(v => v * 1.01)];
        double[] logits = Dense(output, weights[^2], weights[^1]);
        double[] powers = [.. logits.Select(v => Math.Exp(v - logits.Max()))];
        return [.. powers.Select(p => p / powers.Sum())];
    }

    private static double[] Dense(double[] x, double[] kernel, double[] bias) =>
        [.. bias.Select((b, j) => b + x.Select((v, i) => v * kernel[(i * bias.Length) + j]).Sum())];
}
