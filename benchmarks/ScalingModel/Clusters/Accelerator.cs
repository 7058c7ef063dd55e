namespace Mirrored.ScalingModel;

/// <summary>What one device computes in which time.</summary>
/// <param name="Name">For tables.</param>
/// <param name="FlopsPerSecond">The rate of a large matrix product.</param>
/// <param name="BytesPerSecond">The rate of its memory, which bounds the update.</param>
/// <param name="KernelSeconds">The least time that one operation adds to a step: dependency, launch from a recorded graph, and a
/// grid too small to fill the device.</param>
public sealed record Accelerator(string Name, double FlopsPerSecond, double BytesPerSecond, double KernelSeconds)
{
    /// <summary>The time of a matrix product.</summary>
    public double Product(double flops) => KernelSeconds + (flops / FlopsPerSecond);

    /// <summary>The time of an operation that only moves memory.</summary>
    public double Move(double bytes) => KernelSeconds + (bytes / BytesPerSecond);
}
