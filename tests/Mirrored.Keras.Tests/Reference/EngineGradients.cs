namespace Mirrored.Keras.Tests;

/// <summary>Looks at the gradient that a model's engine computes.</summary>
internal static class EngineGradients
{
    /// <summary>Runs one training step on all rows at once and reads the summed gradient of each weight from a replica.</summary>
    public static IReadOnlyList<float[]> Of(Sequential model, NDArray<float> x, NDArray labels, int replica = 0)
    {
        StepEngine engine = model.Engine();
        using IndexFeed feed = IndexFeed.Open(model, Dataset.Slices(x, labels).Batch(x.Shape[0]).Pipeline, model.Loss);
        engine.Run(StepMode.Train, feed.Data, [.. Enumerable.Range(0, x.Shape[0])]);
        engine.Synchronize();
        return [.. model.Weights.Select(weight =>
        {
            if (!weight.Trainable) return []; // State has none.
            float[] gradient = new float[weight.Shape.Length];
            engine.Replicas[replica].Leaves[0].ReadGradient(weight, gradient);
            return gradient;
        })];
    }
}
