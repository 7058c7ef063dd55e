namespace Mirrored.Files.Tests;

/// <summary>Numbers to feed models with.</summary>
internal static class TestRows
{
    /// <summary>Numbers from -3 to 3, the same at every call.</summary>
    public static NDArray<float> Of(Shape shape, int seed = 1)
    {
        Random random = new(seed);
        float[] values = new float[shape.Length];
        for (int i = 0; i < values.Length; i++) values[i] = (6 * random.NextSingle()) - 3;
        return new NDArray<float>(values, shape);
    }

    /// <summary>Gives a model weights that are all different and none zero.</summary>
    public static void Fill(Sequential model)
    {
        int seed = 100;
        model.SetWeights([.. model.GetWeights().Select(w => new NDArray<float>(
            [.. Of(w.Shape, seed++).ToArray().Select(v => (0.1f * v) + 0.5f)], w.Shape))]);
    }
}
