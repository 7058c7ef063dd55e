namespace Mirrored.ScalingModel;

/// <summary>A model whose step on one device was measured by others; used to check this model against published scaling.</summary>
/// <param name="Name">For tables.</param>
/// <param name="StepSeconds">The whole step of one device at its batch.</param>
/// <param name="Parts">Its layers from input to output: weights, and the share of the computing time.</param>
public sealed record MeasuredJob(string Name, double StepSeconds, IReadOnlyList<(long Weights, double Share)> Parts) : Job(Name)
{
    // Backward computes two products for each one of forward.
    private const double ForwardShare = 1 / 3.0;

    /// <summary>A network whose weights and work are spread evenly over so many layers.</summary>
    public static MeasuredJob Even(string name, double stepSeconds, long weights, int layers) =>
        new(name, stepSeconds, [.. Enumerable.Repeat((weights / layers, 1.0 / layers), layers)]);

    public override IReadOnlyList<LayerWork> Layers(Accelerator device, double rows) =>
        [.. Parts.Select(p => new LayerWork(
            p.Weights, StepSeconds * p.Share * ForwardShare, StepSeconds * p.Share * (1 - ForwardShare)))];

    /// <summary>Part of the measured step already.</summary>
    public override double Update(Accelerator device, int replicas) => 0;
}
