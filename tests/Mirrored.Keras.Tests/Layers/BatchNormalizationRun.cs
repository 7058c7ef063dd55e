namespace Mirrored.Keras.Tests;

/// <summary>A model with batch normalization in its middle, beside the same in float64.</summary>
internal sealed class BatchNormalizationRun : IDisposable
{
    public const int Features = 4;

    /// <summary>The step of central differences: error of order step² beside rounding of order 2^-53 / step.</summary>
    private const double Difference = 1e-5;

    private const int Front = 5, Classes = 3;

    private readonly MirroredStrategy _strategy;
    private readonly int _kernel;

    public BatchNormalizationRun(IReadOnlyList<DeviceId> devices, int rows, bool synchronized = true, bool trainable = true)
        : this(new MirroredStrategy(devices, new StrategyOptions { Precision = Precision.Float32 }), rows, synchronized, trainable)
    {
    }

    public BatchNormalizationRun(MirroredStrategy strategy, int rows, bool synchronized = true, bool trainable = true)
    {
        _strategy = strategy;
        (X, Y) = TestData.Classes(rows, trainable ? Front : Features, Classes);
        using IDisposable scope = strategy.Scope();
        BatchNormalization layer = new(momentum: 0.9, synchronized: synchronized)
        {
            GammaInitializer = new RandomUniform(0.5, 1.5, seed: 5), BetaInitializer = new RandomUniform(-0.5, 0.5, seed: 6),
            Trainable = trainable, InputShape = Features,
        };
        Dense first = new(Features, useBias: false, inputShape: Front) { KernelInitializer = new GlorotUniform(seed: 3) };
        Dense last = new(Classes, "softmax", useBias: false) { KernelInitializer = new GlorotUniform(seed: 4) };
        Model = new Sequential(trainable ? [first, layer, last] : [layer, last]);
        _kernel = trainable ? 1 : 0;
        Model.Compile(new SGD(trainable ? 0 : 0.1), "sparse_categorical_crossentropy");
    }

    public Sequential Model { get; }

    public NDArray<float> X { get; }

    public NDArray<int> Y { get; }

    /// <summary>What the layer sees, row after row.</summary>
    public double[] Input => ReferenceBatchNormalization.Hidden(
        Doubles(X), Doubles(Model.GetWeights()[0]), (Front, Features));

    /// <summary>The layer's weights after one step: gamma, beta, moving mean, moving variance.</summary>
    public IReadOnlyList<float[]> Step()
    {
        Model.Fit(X, Y, batchSize: X.Shape[0], verbose: Verbosity.Silent);
        return [.. Model.GetWeights().Skip(_kernel).Take(4).Select(w => w.ToArray())];
    }

    /// <summary>The largest difference of the weights' gradients from central differences.</summary>
    /// <param name="heldFast">True takes the statistics for constants in the reference.</param>
    public double GradientError(bool heldFast = false)
    {
        IReadOnlyList<float[]> gradients = EngineGradients.Of(Model, X, Y);
        int[] trained = [0, 1, 2, 5];
        double[][] weights = [.. trained.Select(i => Doubles(Model.GetWeights()[i]))];
        (double[] Mean, double[] Variance)? statistics =
            heldFast ? ReferenceBatchNormalization.Moments(Input, Features) : null;
        double Loss() => ReferenceBatchNormalization.Loss(Doubles(X), Y.ToArray(), weights, (Front, Features), statistics);
        double worst = 0;
        for (int w = 0; w < weights.Length; w++)
        {
            for (int i = 0; i < weights[w].Length; i++)
            {
                double value = weights[w][i];
                weights[w][i] = value + Difference;
                double above = Loss();
                weights[w][i] = value - Difference;
                double below = Loss();
                weights[w][i] = value;
                worst = Math.Max(worst, Math.Abs(((above - below) / (2 * Difference)) - gradients[trained[w]][i]));
            }
        }

        return worst;
    }

    /// <summary>The hash of all weights after some steps in deterministic mode, with a last batch of fewer rows than leaves.</summary>
    public static string Train(
        IReadOnlyList<DeviceId> devices, bool synchronized = true, CrossDeviceOps? ops = null, bool deterministic = true)
    {
        using MirroredStrategy strategy = new(
            devices, new StrategyOptions { Seed = 7, Deterministic = deterministic, CrossDeviceOps = ops });
        using IDisposable scope = strategy.Scope();
        using Sequential model = new(
        [
            new Dense(9, useBias: false, inputShape: Front), new BatchNormalization(synchronized: synchronized),
            new Activation("relu"), new Dropout(0.2), new Dense(6), new BatchNormalization(synchronized: synchronized, scale: false),
            new Dense(Classes, "softmax"),
        ]);
        model.Compile(new Adam(0.01), "sparse_categorical_crossentropy", ["accuracy"]);
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(64, Front, Classes);
        model.Fit(x, y, batchSize: 20, epochs: 3, validationData: (x, y), verbose: Verbosity.Silent); // 20, 20, 20, 4.
        return model.WeightsSha256();
    }

    public void Dispose()
    {
        Model.Dispose();
        _strategy.Dispose();
    }

    private static double[] Doubles(NDArray<float> array) => [.. array.ToArray().Select(v => (double)v)];
}
