namespace Mirrored;

/// <summary>Bias, activation and dropout: <c>output = mask * scale * activation(input + bias)</c>; each part is optional.</summary>
/// <remarks>May work in place. Bias is added first, by one float32 addition; the kept elements are multiplied by
/// <see cref="DropoutMask.Scale"/> last; dropped ones are +0.</remarks>
internal sealed class EpilogueOperation : RowOperation
{
    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Input { get; init; }

    /// <summary><c>(n)</c>, or null for none.</summary>
    public PlanTensor? Bias { get; init; }

    public Activation Activation { get; init; }

    /// <summary>Null for no dropout.</summary>
    public DropoutMask? Dropout { get; init; }

    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Output { get; init; }

    public override int Rows => Output.Rows;

    public override IReadOnlyList<PlanTensor> Shared => Bias is null ? [] : [Bias];

    public override IReadOnlyList<PlanTensor> Reads => Bias is null ? [Input] : [Input, Bias];

    public override IReadOnlyList<PlanTensor> Writes => [Output];
}
