namespace Mirrored.Keras.Tests;

/// <summary>What <c>Fit</c> does when a loss or a gradient is not finite, as users see it.</summary>
public sealed class NonFiniteFitTests
{
    private const int Rows = 40, Features = 8, BatchSize = 16, StepsPerEpoch = 3;

    [Fact]
    public void Fit_LossIsNotANumber_ThrowsAndLeavesWeightsOptimizerAndStateAlone()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(3));
        using Sequential model = Model(strategy);
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(Rows, Features, 10);
        model.Fit(x, y, BatchSize, epochs: 2, verbose: Verbosity.Silent);
        Poison(model);
        string before = model.WeightsSha256();

        NonFiniteGradientException error = Assert.Throws<NonFiniteGradientException>(
            () => model.Fit(x, y, BatchSize, epochs: 3, verbose: Verbosity.Silent));

        Assert.Equal(2 * StepsPerEpoch + 1, error.Step);
        Assert.False(error.LossIsFinite);
        Assert.Contains(model.Layers[^1].Name, error.Weights[^1], StringComparison.Ordinal);
        Assert.Contains("NonFinitePolicy.Skip", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.WeightsSha256());
        Assert.Equal(2 * StepsPerEpoch, model.Engine().Iterations);
    }

    [Fact]
    public void Fit_Skip_LeavesStepsOutOfTheLossAndCountsThem()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2), new StrategyOptions { NonFinite = NonFinitePolicy.Skip });
        using Sequential model = Model(strategy);
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(Rows, Features, 10);

        History good = model.Fit(x, y, BatchSize, epochs: 2, verbose: Verbosity.Silent);
        Poison(model);
        string before = model.WeightsSha256();
        History bad = model.Fit(x, y, BatchSize, epochs: 2, verbose: Verbosity.Silent);

        Assert.Equal([0, 0], good["skipped_steps"]);
        Assert.Equal([StepsPerEpoch, StepsPerEpoch], bad["skipped_steps"]);
        Assert.All(good["loss"], loss => Assert.True(double.IsFinite(loss)));
        Assert.Equal(2 * StepsPerEpoch, model.SkippedSteps);
        Assert.Equal(before, model.WeightsSha256());
        model.Compile(new Adam(), "sparse_categorical_crossentropy");
        Assert.Equal(0, model.SkippedSteps);
    }

    [Fact]
    public void TrainOnBatch_LossIsNotANumber_ThrowsAtOnce()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        using Sequential model = Model(strategy);
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(Rows, Features, 10);
        Poison(model);

        Assert.Equal(1, Assert.Throws<NonFiniteGradientException>(() => model.TrainOnBatch(x, y)).Step);
        Assert.Equal(1, Assert.Throws<NonFiniteGradientException>(() => model.TrainOnBatch(x, y)).Step);
    }

    [Fact]
    public void Options_UnknownPolicy_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new StrategyOptions { NonFinite = (NonFinitePolicy)7 });

    private static Sequential Model(MirroredStrategy strategy)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new([new Dense(4, "relu", inputShape: Features), new BatchNormalization(), new Dense(10, "softmax")]);
        model.Compile(new Adam(), "sparse_categorical_crossentropy", ["accuracy"]);
        return model;
    }

    /// <summary>Makes one weight of the last layer NaN.</summary>
    private static void Poison(Sequential model)
    {
        NDArray<float>[] weights = [.. model.GetWeights()];
        float[] bias = weights[^1].ToArray();
        bias[0] = float.NaN;
        weights[^1] = new NDArray<float>(bias, weights[^1].Shape);
        model.SetWeights(weights);
    }
}
