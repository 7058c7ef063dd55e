namespace Mirrored;

/// <summary>Fills a tensor with uniform numbers from <c>Minimum</c> to <c>Maximum</c>.</summary>
/// <remarks>Element <c>i</c> draws word <c>i mod 4</c> of Philox4x32-10 with key <see cref="Seed"/> and counter
/// <c>(i / 4, 0, 0, <see cref="Stream"/>)</c>; its upper 24 bits over 2^24 are <c>u</c>, and the element is
/// <c>fma(u, maximum - minimum, minimum)</c>, which may round up to the maximum. The same on every device.</remarks>
internal sealed class RandomUniformOperation : Operation
{
    public required PlanTensor Output { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Keeps the draws of different weights apart: the weight's position in the model, with the highest bit
    /// set so that it never meets a dropout's.</summary>
    public required uint Stream { get; init; }

    public required float Minimum { get; init; }

    public required float Maximum { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => [];

    public override IReadOnlyList<PlanTensor> Writes => [Output];
}
