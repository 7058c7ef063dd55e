namespace Mirrored;

/// <summary>Counts pairs of label and prediction: <c>accumulator[label n + prediction] += w</c>.</summary>
/// <remarks>In float64, from the first row to the last, so unweighted counts are exact. A pair outside the matrix is not counted.</remarks>
internal sealed class ConfusionMatrixOperation : Operation
{
    /// <summary>Class numbers, int32, <c>(rows)</c>.</summary>
    public required PlanTensor Labels { get; init; }

    /// <summary>Class numbers, int32, <c>(rows)</c>.</summary>
    public required PlanTensor Predictions { get; init; }

    /// <summary>Float32, one number for every row, or for every so many neighbouring rows; null weighs all with 1.</summary>
    public PlanTensor? Weights { get; init; }

    /// <summary>The number <c>n</c> of classes.</summary>
    public required int Classes { get; init; }

    /// <summary><c>(n n)</c>, float64.</summary>
    public required PlanTensor Accumulator { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => OperationChecks.Present(Labels, Predictions, Weights, Accumulator);

    public override IReadOnlyList<PlanTensor> Writes => [Accumulator];

    /// <summary>Checks all tensors.</summary>
    /// <returns>How many neighbouring rows share a weight.</returns>
    public int RequireShapes()
    {
        int rows = Labels.Rows;
        this.Require(Labels, DType.Int32, rows, 1);
        this.Require(Predictions, DType.Int32, rows, 1);
        this.Require(Accumulator, DType.Float64, (long)Classes * Classes);
        return Weights is null ? 1 : LossScale.RowsPerWeight(this, Weights, rows);
    }
}
