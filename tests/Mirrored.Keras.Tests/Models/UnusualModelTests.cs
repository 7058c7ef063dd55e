namespace Mirrored.Keras.Tests;

/// <summary>Models and data at the edge of what makes sense: they train, and any number of replicas gives the same.</summary>
public sealed class UnusualModelTests
{
    private const int Rows = 45;

    public static TheoryData<string> Models =>
    [
        "no hidden layer", "flatten", "no weights", "dropout first", "dropout last", "drop all", "drop none", "softmax inside",
        "softmax twice", "activations", "rank three", "flatten behind softmax", "one class", "no bias",
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_AnyReplicas_GiveTheSameBitsInDeterministicMode(string kind)
    {
        (string Hash, double[] Losses, float[] Predictions) expected = Train(kind, 1, deterministic: true);

        foreach (int replicas in new[] { 2, 3, 8 })
        {
            (string hash, double[] losses, float[] predictions) = Train(kind, replicas, deterministic: true);
            Assert.Equal(expected.Hash, hash);
            Assert.Equal(expected.Losses, losses);
            Assert.Equal(expected.Predictions, predictions);
        }

        Assert.All(expected.Losses, loss => Assert.True(double.IsFinite(loss)));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_DefaultMode_IsCloseToOneReplica(string kind)
    {
        double[] expected = Train(kind, 1, deterministic: false).Losses, found = Train(kind, 3, deterministic: false).Losses;

        // Another order of sums: float32 rounding, amplified over nine updates.
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-4 * Math.Max(1, expected[i]));
    }

    private static (string Hash, double[] Losses, float[] Predictions) Train(string kind, int replicas, bool deterministic)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), new StrategyOptions { Deterministic = deterministic, CpuThreads = 2 });
        using IDisposable scope = strategy.Scope();
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, 12, kind == "one class" ? 1 : 4);
        x = x.Reshape(Rows, 3, 4);
        using Sequential model = new(Layers(kind));
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy", "acc", "sparse_categorical_accuracy"]);
        History history = model.Fit(x, y, batchSize: 17, epochs: 2, (x, y), Verbosity.Silent);
        // One row, and one batch far larger than the data.
        model.Fit(x.Rows(0, 1), y.Rows(0, 1), batchSize: int.MaxValue, verbose: Verbosity.Silent);
        // One output means yes or no to accuracy, as in Keras.
        if (kind != "one class") Assert.Equal(history["val_accuracy"], history["val_sparse_categorical_accuracy"]);
        return (model.WeightsSha256(), [.. history["loss"], .. history["val_loss"]],
            model.Predict(x, batchSize: int.MaxValue, Verbosity.Silent).ToArray());
    }

    private static Layer[] Layers(string kind) => kind switch
    {
        "no hidden layer" or "flatten" => [new Flatten(inputShape: [3, 4]), new Dense(4, kind == "flatten" ? "sigmoid" : "softmax")],
        "no weights" => [new Flatten(), new Activation("softmax")],
        "dropout first" => [new Dropout(0.3) { InputShape = new Shape(3, 4) }, new Flatten(), new Dense(4, "softmax")],
        "dropout last" => [new Flatten(), new Dense(4, "softmax"), new Dropout(0.3)],
        "drop all" => [new Flatten(), new Dense(6, "relu"), new Dropout(1), new Dense(4, "softmax")],
        "drop none" => [new Flatten(), new Dense(6, "relu"), new Dropout(0), new Dense(4, "softmax")],
        "softmax inside" => [new Dense(5, "softmax"), new Flatten(), new Dense(6, "softmax"), new Dense(4, "softmax")],
        "softmax twice" => [new Flatten(), new Dense(4, "softmax"), new Activation("softmax")],
        "activations" =>
        [
            new Activation("tanh"), new Flatten(), new Activation("relu"), new Dense(6), new Activation("relu"), new Activation("sigmoid"),
            new Dropout(0.2), new Dropout(0.2), new Dense(4), new Activation("linear"), new Activation("softmax"),
        ],
        "rank three" => [new Dense(6, "relu"), new Dropout(0.4), new Dense(5, "tanh"), new Flatten(), new Dense(4, "softmax")],
        "flatten behind softmax" => [new Flatten(), new Dense(4, "softmax"), new Flatten()],
        "one class" => [new Flatten(), new Dense(1, "softmax")],
        "no bias" => [new Flatten(), new Dense(6, "relu", useBias: false), new Dense(4, "softmax", useBias: false)],
        _ => throw new ArgumentException(kind),
    };
}
