namespace Mirrored.Keras;

/// <summary>What <see cref="Sequential.Compile"/> was told.</summary>
internal sealed record Compilation(ModelOptimizer Optimizer, Loss Loss, IReadOnlyList<Metric> Metrics)
{
    /// <summary>The names under which results are reported, the loss first.</summary>
    public IReadOnlyList<string> Names { get; } = ["loss", .. Metrics.Select(m => m.Name)];
}
