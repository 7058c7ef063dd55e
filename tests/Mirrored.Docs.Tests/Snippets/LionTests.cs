namespace Mirrored.Docs.Tests;

/// <summary>An optimizer and a schedule from outside, by public members only.</summary>
public sealed class LionTests
{
    [Fact]
    public void Fit_ConstantGradient_MovesBySteps()
    {
        // Gradients whose signs never change: w -= rate (0.5 w + sign), with the rate warming up to 0.25 in two steps.
        using var model = new Sequential([new Dense(2, "softmax", useBias: false, inputShape: 1)]);
        model.SetWeights([new NDArray<float>([1, -1], [1, 2])]);
        model.Compile(new Lion(new WarmUp(0.25, steps: 2), decay: 0.5), loss: "sparse_categorical_crossentropy");

        model.Fit(new NDArray<float>([1, 1], [2, 1]), new NDArray<int>([1, 1], 2), batchSize: 1, verbose: Verbosity.Silent);

        // Rates 0.125 and 0.25; both decays and steps are exact: (1 - 0.0625 - 0.125) (1 - 0.125) - 0.25.
        Assert.Equal([0.4609375f, -0.4609375f], model.GetWeights()[0].ToArray());
    }

    [Fact]
    public void Fit_OneOrThreeReplicas_GivesTheSameWeights() => Assert.Equal(Train(replicas: 1), Train(replicas: 3));

    private static string Train(int replicas)
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(replicas), new StrategyOptions { Deterministic = true });
        using IDisposable scope = strategy.Scope();
        using var model = new Sequential([new Dense(4, "softmax", inputShape: 7)]);
        model.Compile(new AdamW(0.001, weightDecay: 0.01) { ExcludeFromWeightDecay = ["bias"], GlobalClipNorm = 1 },
            loss: "sparse_categorical_crossentropy");
        model.Compile(new Lion(0.01), loss: "sparse_categorical_crossentropy");
        float[] x = [.. Enumerable.Range(0, 420).Select(i => i * 37 % 101 / 101f)];
        int[] y = [.. Enumerable.Range(0, 60).Select(i => i * 7 % 4)];

        History history = model.Fit(new NDArray<float>(x, [60, 7]), y, batchSize: 20, epochs: 20, verbose: Verbosity.Silent);

        Assert.True(history["loss"][^1] < history["loss"][0], "Training does not lower the loss.");
        return model.WeightsSha256();
    }
}
