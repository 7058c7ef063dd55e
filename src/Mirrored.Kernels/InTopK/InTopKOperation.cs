namespace Mirrored;

/// <summary>Per row: 1 when fewer than <c>k</c> predictions are larger than that of the label, else 0.</summary>
/// <remarks>As TensorFlow's <c>in_top_k</c>: of equal predictions at the border all are in. A label outside the row, or whose
/// prediction is not finite, is not.</remarks>
internal sealed class InTopKOperation : RowOperation
{
    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Predictions { get; init; }

    /// <summary>Class numbers, int32, <c>(rows)</c>.</summary>
    public required PlanTensor Labels { get; init; }

    public required int K { get; init; }

    /// <summary><c>(rows)</c>, float32.</summary>
    public required PlanTensor Output { get; init; }

    public override int Rows => Predictions.Rows;

    public override IReadOnlyList<PlanTensor> Reads => [Predictions, Labels];

    public override IReadOnlyList<PlanTensor> Writes => [Output];

    /// <summary>Checks all tensors.</summary>
    public void RequireShapes()
    {
        this.Require(Predictions, DType.Float32, Rows, Predictions.RowLength);
        this.Require(Labels, DType.Int32, Rows, 1);
        this.Require(Output, DType.Float32, Rows, 1);
    }
}
