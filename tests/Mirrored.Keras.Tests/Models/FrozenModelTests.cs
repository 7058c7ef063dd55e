namespace Mirrored.Keras.Tests;

/// <summary>Transfer: a trained model within another, frozen, then thawed.</summary>
public sealed class FrozenModelTests : IDisposable
{
    private readonly MirroredStrategy _strategy = new(Devices.Cpus(3), new StrategyOptions { Deterministic = true });
    private readonly NDArray<float> _x = TestData.Classes(40, 8, 3).X;
    private readonly NDArray<int> _y = TestData.Classes(40, 8, 3).Y;

    public void Dispose() => _strategy.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Trainable_False_KeepsEveryWeightAndStatisticOfTheInnerModel(bool deeper)
    {
        using IDisposable scope = _strategy.Scope();
        Sequential trained = Base();
        Sequential inner = deeper ? new Sequential([trained], "shell") : trained;
        inner.Trainable = false;
        Sequential outer = new([inner, new Dense(3, "softmax")]);
        outer.Compile(new Adam(0.05), "sparse_categorical_crossentropy");
        float[][] before = Values(inner);

        History history = outer.Fit(_x, _y, 16, 5, verbose: Verbosity.Silent);

        Assert.False(inner.Trainable);
        Assert.Equal(before, Values(inner));
        Assert.True(history["loss"][^1] < history["loss"][0]);
        Assert.Equal(2, outer.TrainableWeights.Count);
        Assert.Equal(8, outer.NonTrainableWeights.Count); // Kernels and biases of two layers; gamma, beta and two statistics.
    }

    [Fact]
    public void Trainable_SetAgain_CountsFromTheNextCompile()
    {
        using IDisposable scope = _strategy.Scope();
        Sequential inner = Base();
        Sequential outer = new([inner, new Dense(3, "softmax")]);
        outer.Compile(new Adam(0.05), "sparse_categorical_crossentropy");
        outer.Fit(_x, _y, 16, verbose: Verbosity.Silent);
        float[][] trained = Values(inner);

        inner.Trainable = false;
        outer.Compile(new Adam(0.05), "sparse_categorical_crossentropy");
        Assert.Equal(trained, Values(inner)); // Compile keeps weights.
        outer.Fit(_x, _y, 16, verbose: Verbosity.Silent);
        Assert.Equal(trained, Values(inner));

        inner.Trainable = true;
        outer.Fit(_x, _y, 16, verbose: Verbosity.Silent);
        Assert.Equal(trained, Values(inner)); // Not compiled yet.
        outer.Compile(new Adam(1e-4), "sparse_categorical_crossentropy");
        outer.Fit(_x, _y, 16, verbose: Verbosity.Silent);
        Assert.All(trained.Zip(Values(inner)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void Trainable_OneLayerThawed_TrainsThatOneOnly()
    {
        using IDisposable scope = _strategy.Scope();
        Sequential inner = Base();
        inner.Trainable = false;
        inner.Layers[^1].Trainable = true;
        Sequential outer = new([inner, new Dense(3, "softmax")]);
        outer.Compile(new Adam(0.05), "sparse_categorical_crossentropy");
        float[][] before = Values(inner);

        outer.Fit(_x, _y, 16, verbose: Verbosity.Silent);

        float[][] after = Values(inner);
        Assert.Equal(before[..^2], after[..^2]);
        Assert.NotEqual(before[^2], after[^2]);
    }

    [Fact]
    public void Trainable_FrozenInner_IsSavedAndTrainsTheSameOnAnyReplicas()
    {
        string Train(int replicas)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(replicas), new StrategyOptions { Deterministic = true });
            using IDisposable scope = strategy.Scope();
            Sequential inner = Base();
            inner.Trainable = false;
            using Sequential outer = new([inner, new Dense(3, "softmax")]);
            outer.Compile("adam", "sparse_categorical_crossentropy");
            outer.Fit(_x, _y, 7, 2, verbose: Verbosity.Silent);
            using TemporaryFolder folder = new();
            outer.SaveWeights(folder["w.safetensors"]);
            string sha = outer.WeightsSha256();
            outer.SetWeights([.. outer.GetWeights().Select(w => new NDArray<float>(new float[w.Length], w.Shape))]);
            outer.LoadWeights(folder["w.safetensors"]);
            Assert.Equal(sha, outer.WeightsSha256());
            return sha;
        }

        Assert.All((int[])[2, 3, 8], replicas => Assert.Equal(Train(1), Train(replicas)));
    }

    /// <summary>A model that was trained by itself.</summary>
    private Sequential Base()
    {
        Sequential model = new([new Dense(6, "relu", inputShape: 8), new BatchNormalization(), new Dense(3, "softmax")]);
        model.Compile("adam", "sparse_categorical_crossentropy");
        model.Fit(_x, _y, 16, verbose: Verbosity.Silent);
        return model;
    }

    private static float[][] Values(Sequential model) => [.. model.GetWeights().Select(w => w.ToArray())];
}
