using System.Text.Json;

namespace Mirrored.Files.Tests;

/// <summary>Files that Keras 3.6 wrote, and what it predicted.</summary>
internal static class RealKeras
{
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllBytes(Path("expected.json"))).RootElement;

    public static NDArray<float> X { get; } = Matrix(Expected.GetProperty("x"));

    public static NDArray<float> Predictions { get; } = Matrix(Expected.GetProperty("predictions"));

    /// <summary>All weights in order, flat.</summary>
    public static float[][] Weights { get; } =
        [.. Expected.GetProperty("weights").EnumerateObject().Select(w => Numbers(w.Value).ToArray())];

    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "KerasFiles", "data", name);

    /// <summary>The model that the files are of.</summary>
    public static Sequential NewModel() => new(
    [
        new Dense(16, "relu", inputShape: 20, name: "dense"), new Dropout(0.2, name: "dropout"),
        new Dense(8, "tanh", useBias: false, name: "middle"), new Dense(3, "softmax", name: "dense_1"),
    ], "sequential");

    /// <summary>Holds a model to what Keras computed with the same weights.</summary>
    public static void Check(Sequential model)
    {
        Assert.Equal(Weights, model.GetWeights().Select(w => w.ToArray()));
        float[] expected = Predictions.ToArray(), found = model.Predict(X, verbose: Verbosity.Silent).ToArray();
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) Assert.InRange(found[i], expected[i] - 1e-6f, expected[i] + 1e-6f);
    }

    private static NDArray<float> Matrix(JsonElement rows) =>
        new([.. Numbers(rows)], [rows.GetArrayLength(), rows[0].GetArrayLength()]);

    private static IEnumerable<float> Numbers(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Numbers) : [element.GetSingle()];
}
