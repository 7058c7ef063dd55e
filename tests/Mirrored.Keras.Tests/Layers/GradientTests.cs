namespace Mirrored.Keras.Tests;

/// <summary>Gradients of whole models against central differences of an independent float64 network.</summary>
public abstract class GradientTests
{
    /// <summary>Float32 rounds each product and sum by 2^-24; the chains here have fewer than 100 terms of size 1, and the
    /// differences themselves are good to 1e-9. A wrong formula is off by orders of magnitude more.</summary>
    protected const double Tolerance = 100 * 5.96e-8;

    protected const int Rows = 13, Features = 7, Classes = 4;

    public static TheoryData<string> Activations => ["linear", "relu", "sigmoid", "tanh", "softmax"];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Gradient_OfHiddenActivation_EqualsCentralDifferences(string activation)
    {
        using MirroredStrategy strategy = OneDevice();
        using Sequential model = Model(strategy, new Dense(5, activation, inputShape: Features), new Dense(Classes, "softmax"));

        Assert.True(Distance(model) < Tolerance);
    }

    /// <summary>Behind anything but softmax the loss clips the numbers and normalises them as probabilities.</summary>
    [Theory]
    [InlineData("softmax")]
    [InlineData("sigmoid")]
    public void Gradient_OfOutputActivation_EqualsCentralDifferences(string activation)
    {
        using MirroredStrategy strategy = OneDevice();
        using Sequential model = Model(strategy, new Dense(6, "tanh", inputShape: Features), new Dense(Classes, activation));
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(Rows, Features, Classes);

        IReadOnlyList<double[]> expected = Normalised(model, activation).NumericGradients(x, y.ToArray());

        Assert.True(Distance(EngineGradients.Of(model, x, y), expected) < Tolerance);
    }

    [Fact]
    public void Gradient_WithoutBias_EqualsCentralDifferences()
    {
        using MirroredStrategy strategy = OneDevice();
        using Sequential model = Model(
            strategy, new Dense(5, "relu", useBias: false, inputShape: Features), new Dense(Classes, "softmax"));

        Assert.True(Distance(model) < Tolerance);
    }

    [Fact]
    public void Gradient_FlattenActivationLayers_EqualsCentralDifferences()
    {
        using MirroredStrategy strategy = OneDevice();
        using Sequential model = Model(
            strategy, new Flatten(inputShape: [Features, 1]), new Dense(5), new Activation("linear"), new Dense(Classes),
            new Activation("softmax"));
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(Rows, Features, Classes);
        ReferenceNetwork reference = new([.. Layers(model, ["linear", "softmax"])]);

        IReadOnlyList<double[]> expected = reference.NumericGradients(x, y.ToArray());

        Assert.True(Distance(EngineGradients.Of(model, x.Reshape(Rows, Features, 1), y), expected) < Tolerance);
    }

    [Fact]
    public void Distance_BrokenGradient_IsDetected()
    {
        using MirroredStrategy strategy = OneDevice();
        using Sequential model = Model(strategy, new Dense(5, "relu", inputShape: Features), new Dense(Classes, "softmax"));
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(Rows, Features, Classes);
        // The classic mistake: each replica's own mean, that is, one row counted for another number of rows.
        IReadOnlyList<double[]> wrong = ReferenceNetwork.Of(model).NumericGradients(x.Rows(0, Rows - 1), y.ToArray()[..^1]);

        Assert.True(Distance(EngineGradients.Of(model, x, y), wrong) > 100 * Tolerance);
    }

    /// <summary>A strategy over one device of the kind under test, in float32.</summary>
    protected abstract MirroredStrategy OneDevice();

    private protected static Sequential Model(MirroredStrategy strategy, params Layer[] layers)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new(layers);
        model.Compile(new Adam(learningRate: 0), "sparse_categorical_crossentropy");
        return model;
    }

    private static double Distance(Sequential model)
    {
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(Rows, Features, Classes);
        IReadOnlyList<double[]> expected = ReferenceNetwork.Of(model).NumericGradients(x, y.ToArray());
        return Distance(EngineGradients.Of(model, x, y), expected);
    }

    private protected static double Distance(IReadOnlyList<float[]> found, IReadOnlyList<double[]> expected) =>
        found.Zip(expected, (f, e) => f.Zip(e, (a, b) => Math.Abs(a - b)).Max()).Max();

    private static IEnumerable<ReferenceDense> Layers(Sequential model, string[] activations)
    {
        Queue<NDArray<float>> weights = new(model.GetWeights());
        foreach (string activation in activations)
        {
            NDArray<float> kernel = weights.Dequeue();
            double[,] matrix = new double[kernel.Shape[0], kernel.Shape[1]];
            for (int i = 0; i < matrix.GetLength(0); i++)
                for (int j = 0; j < matrix.GetLength(1); j++) matrix[i, j] = kernel[i, j];
            yield return new ReferenceDense(matrix, [.. weights.Dequeue().ToArray().Select(v => (double)v)], activation);
        }
    }

    /// <summary>The network whose last layer's numbers are divided by their sum, as the loss does with probabilities.</summary>
    private static ReferenceNetwork Normalised(Sequential model, string activation)
    {
        ReferenceDense[] layers = [.. Layers(model, ["tanh", activation])];
        return activation == "softmax" ? new ReferenceNetwork(layers) : new ReferenceNetwork(layers, normalise: true);
    }
}
