namespace Mirrored;

/// <summary>The gradient of <see cref="UnaryOperation"/>: <c>inputGradient = outputGradient f'</c>.</summary>
/// <remarks>May work in place on the gradient.</remarks>
internal sealed class UnaryGradientOperation : RowOperation
{
    public required UnaryFunction Function { get; init; }

    public UnaryParameters Parameters { get; init; }

    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor OutputGradient { get; init; }

    /// <summary>What the forward operation wrote where <see cref="UnaryFunctions.DerivativeFromOutput"/> says so, else what it
    /// read; <c>(rows, n)</c>.</summary>
    public required PlanTensor Value { get; init; }

    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor InputGradient { get; init; }

    public override int Rows => InputGradient.Rows;

    public override IReadOnlyList<PlanTensor> Reads => [OutputGradient, Value];

    public override IReadOnlyList<PlanTensor> Writes => [InputGradient];
}
