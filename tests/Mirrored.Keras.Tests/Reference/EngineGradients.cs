namespace Mirrored.Keras.Tests;

/// <summary>Looks at the gradient that a model's engine computes.</summary>
internal static class EngineGradients
{
    /// <summary>Runs one training step on all rows at once and reads the summed gradient of each weight from a replica.</summary>
    public static unsafe IReadOnlyList<float[]> Of(Sequential model, NDArray<float> x, NDArray labels, int replica = 0)
    {
        StepEngine engine = model.Engine();
        using Feed feed = Feed.Open(model, Dataset.Slices(x, labels).Batch(x.Shape[0]).Pipeline, model.Loss);
        engine.Run(StepMode.Train, feed.Data, [.. Enumerable.Range(0, x.Shape[0])]);
        engine.Synchronize();
        byte* gradients = (byte*)engine.Replicas[replica].ReducedGradients;
        return [.. model.Weights.Select(w => new ReadOnlySpan<float>(gradients + w.Gradient.Offset, (int)w.Shape.Length).ToArray())];
    }
}
