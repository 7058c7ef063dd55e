namespace Mirrored.Keras.Tests;

/// <summary>Small made-up data that every run makes alike.</summary>
internal static class TestData
{
    /// <summary>Numbers in [-1, 1) and labels that depend on them, so that there is something to learn.</summary>
    public static (NDArray<float> X, NDArray<int> Y) Classes(int rows, int features, int classes, int seed = 1)
    {
        Random random = new(seed);
        float[] x = [.. Enumerable.Range(0, rows * features).Select(_ => (random.NextSingle() * 2) - 1)];
        int[] y = [.. Enumerable.Range(0, rows).Select(r => x.AsSpan(r * features, Math.Min(classes, features)).IndexOf(
            x.AsSpan(r * features, Math.Min(classes, features)).ToArray().Max()))];
        return (new NDArray<float>(x, [rows, features]), y);
    }

    /// <summary>Bytes, as images come.</summary>
    public static (NDArray<float> X, NDArray<byte> Y) Images(int rows, int features, int classes, int seed = 1)
    {
        Random random = new(seed);
        byte[] y = [.. Enumerable.Range(0, rows).Select(_ => (byte)random.Next(classes))];
        byte[] x = [.. y.SelectMany(label => Enumerable.Range(0, features).Select(
            j => (byte)Math.Min(255, random.Next(128) + (j % classes == label ? 127 : 0))))];
        return (new NDArray<byte>(x, [rows, features]).AsFloat(1 / 255.0), y);
    }

    /// <summary>784-32-10 with dropout: the sample's network, smaller.</summary>
    public static Sequential Mlp(MirroredStrategy strategy, int features = 64, double dropout = 0.2, int hidden = 32)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new(
        [
            new Dense(hidden, activation: "relu", inputShape: features), new Dropout(dropout), new Dense(10, activation: "softmax"),
        ]);
        model.Compile(new Adam(), "sparse_categorical_crossentropy", ["accuracy"]);
        return model;
    }
}
