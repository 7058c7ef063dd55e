namespace Mirrored;

/// <summary>A function of every element: <c>output = f(input)</c>.</summary>
/// <remarks>May work in place. The order of its roundings is that of <see cref="UnaryKernels{TSimd, TFloat, TInt}"/>.</remarks>
internal sealed class UnaryOperation : RowOperation
{
    public required UnaryFunction Function { get; init; }

    public UnaryParameters Parameters { get; init; }

    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Input { get; init; }

    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Output { get; init; }

    public override int Rows => Output.Rows;

    public override IReadOnlyList<PlanTensor> Reads => [Input];

    public override IReadOnlyList<PlanTensor> Writes => [Output];
}
