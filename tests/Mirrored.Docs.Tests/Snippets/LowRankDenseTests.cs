namespace Mirrored.Docs.Tests;

public sealed class LowRankDenseTests
{
    private const int Rows = 60, Features = 7, Classes = 4;

    [Fact]
    public void Predict_KnownWeights_FollowsTheFormula()
    {
        using var model = new Sequential([new LowRankDense(units: 2, rank: 1, inputShape: 3)]);
        model.SetWeights([
            new NDArray<float>([1, 2, 3], [3, 1]), new NDArray<float>([10, 100], [1, 2]), new NDArray<float>([0.5f, -0.5f], 2)]);

        NDArray<float> output = model.Predict(new NDArray<float>([1, 1, 1], [1, 3]), verbose: Verbosity.Silent);

        // (1 + 2 + 3) (10, 100) + (0.5, -0.5); every number is exact in float32.
        Assert.Equal([60.5f, 599.5f], output.ToArray());
    }

    [Fact]
    public void Fit_OneOrThreeReplicas_GivesTheSameWeights() => Assert.Equal(Train(replicas: 1), Train(replicas: 3));

    [Fact]
    public void Add_RowsOfTwoAxes_AreRefused()
    {
        var error = Assert.Throws<ShapeMismatchException>(
            () => new Sequential([new LowRankDense(units: 2, rank: 1, inputShape: [28, 28])]));

        Assert.Equal("(28, 28)", error.Found);
    }

    private static string Train(int replicas)
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(replicas), new StrategyOptions { Deterministic = true });
        using IDisposable scope = strategy.Scope();
        using var model = new Sequential([new LowRankDense(5, 2, inputShape: Features), new Dense(Classes, "softmax")]);
        model.Compile("adam", loss: "sparse_categorical_crossentropy");
        float[] x = [.. Enumerable.Range(0, Rows * Features).Select(i => i * 37 % 101 / 101f)];
        int[] y = [.. Enumerable.Range(0, Rows).Select(i => i * 7 % Classes)];

        History history = model.Fit(new NDArray<float>(x, [Rows, Features]), y, batchSize: 20, epochs: 20, verbose: Verbosity.Silent);

        Assert.True(history["loss"][^1] < history["loss"][0], "Training does not lower the loss.");
        return model.WeightsSha256();
    }
}
