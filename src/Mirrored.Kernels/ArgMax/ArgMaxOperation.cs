namespace Mirrored;

/// <summary>Per row the column of the largest number, of equal ones the first; NaN is passed over, 0 if there is nothing else.</summary>
internal sealed class ArgMaxOperation : RowOperation
{
    /// <summary><c>(rows, n)</c>, float32.</summary>
    public required PlanTensor Input { get; init; }

    /// <summary><c>(rows)</c>, int32.</summary>
    public required PlanTensor Output { get; init; }

    public override int Rows => Input.Rows;

    public override IReadOnlyList<PlanTensor> Reads => [Input];

    public override IReadOnlyList<PlanTensor> Writes => [Output];
}
