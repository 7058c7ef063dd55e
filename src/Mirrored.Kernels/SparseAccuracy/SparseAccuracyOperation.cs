namespace Mirrored;

/// <summary>Per row: 1 when the first largest prediction is the label, else 0.</summary>
internal sealed class SparseAccuracyOperation : RowOperation
{
    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Predictions { get; init; }

    /// <summary>Class numbers, int32, <c>(rows)</c>.</summary>
    public required PlanTensor Labels { get; init; }

    /// <summary><c>(rows)</c>, float32.</summary>
    public required PlanTensor Correct { get; init; }

    public override int Rows => Labels.Rows;

    public override IReadOnlyList<PlanTensor> Reads => [Predictions, Labels];

    public override IReadOnlyList<PlanTensor> Writes => [Correct];
}
