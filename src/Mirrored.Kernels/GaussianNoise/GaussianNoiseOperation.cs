namespace Mirrored;

/// <summary>Adds normal numbers: <c>output = fma(stddev, z, input)</c>.</summary>
/// <remarks>Element <c>(row, column)</c> draws the word that <see cref="DropoutMask"/> would. Its highest bit gives the sign of
/// <c>z</c>, 24 more the probability of the tail behind it, <c>p = (2 k + 1) 2^-26</c>; the quantile is that of
/// <c>NormalDeviate</c>. So the noise does not depend on how rows are spread over replicas. May work in place.</remarks>
internal sealed class GaussianNoiseOperation : RowOperation
{
    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Input { get; init; }

    public required float StdDev { get; init; }

    /// <summary>The key: the strategy's or the layer's seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The number of the dropout or noise in the model, from 0.</summary>
    public required uint Layer { get; init; }

    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Output { get; init; }

    public override int Rows => Output.Rows;

    public override IReadOnlyList<PlanTensor> Reads => [Input];

    public override IReadOnlyList<PlanTensor> Writes => [Output];
}
