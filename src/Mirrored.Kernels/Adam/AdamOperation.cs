namespace Mirrored;

/// <summary>One step of Adam over a flat range of weights.</summary>
/// <remarks><c>m += (g - m) (1 - beta1)</c>, <c>v += (g² - v) (1 - beta2)</c>,
/// <c>w -= stepSize m / (sqrt(v) + epsilon)</c> with <c>stepSize = lr sqrt(1 - beta2^t) / (1 - beta1^t)</c> from
/// <see cref="StepState.StepSize"/>. As in Keras, epsilon is added to the uncorrected root. Both moment updates and the
/// weight update are single fused multiply-adds. <see cref="StepState.Skip"/> makes it do nothing.
/// Source: Kingma and Ba, 2015, section 2, last paragraph.</remarks>
internal sealed class AdamOperation : Operation
{
    /// <summary>Flat, <c>(n)</c>; every one of these four is.</summary>
    public required PlanTensor Weights { get; init; }

    public required PlanTensor Gradients { get; init; }

    /// <summary>The first moment, <c>m</c>.</summary>
    public required PlanTensor Momentum { get; init; }

    /// <summary>The second moment, <c>v</c>.</summary>
    public required PlanTensor Velocity { get; init; }

    public required double Beta1 { get; init; }

    public required double Beta2 { get; init; }

    public required double Epsilon { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => [Weights, Gradients, Momentum, Velocity];

    public override IReadOnlyList<PlanTensor> Writes => [Weights, Momentum, Velocity];
}
