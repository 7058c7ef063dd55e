namespace Mirrored;

/// <summary>Counts labels by how many of <c>m</c> ascending thresholds their predictions exceed: <c>accumulator[y (m + 1) + b] += w</c>
/// for each label <c>y</c>, 0 or 1, whose prediction exceeds <c>b</c> thresholds.</summary>
/// <remarks>Precision, recall and the area under a curve follow from the counts. Each is summed in float64 from the first row to
/// the last and then added to its accumulator, so unweighted counts are exact.</remarks>
internal sealed class ThresholdCountsOperation : Operation
{
    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Predictions { get; init; }

    /// <summary><c>(rows, n)</c>, float32; above 0 counts as 1.</summary>
    public required PlanTensor Labels { get; init; }

    /// <summary>Float32, one number for every row, or for every so many neighbouring rows; null weighs all with 1.</summary>
    public PlanTensor? Weights { get; init; }

    /// <summary>The only column that counts; -1 for all.</summary>
    public int Column { get; init; } = -1;

    /// <summary>The number <c>m</c> of thresholds. 1: <see cref="Threshold"/>. More: <c>-1e-7, 1/(m - 1), 2/(m - 1), ..., 1 + 1e-7</c>.</summary>
    public required int Thresholds { get; init; }

    public float Threshold { get; init; }

    /// <summary><c>(2 (m + 1))</c>, float64.</summary>
    public required PlanTensor Accumulator { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => OperationChecks.Present(Predictions, Labels, Weights, Accumulator);

    public override IReadOnlyList<PlanTensor> Writes => [Accumulator];

    /// <summary>One of the thresholds.</summary>
    public float ThresholdAt(int index) => Thresholds == 1 ? Threshold : Even(index, Thresholds);

    /// <summary>Checks all tensors.</summary>
    /// <returns>How many neighbouring rows share a weight.</returns>
    public int RequireShapes()
    {
        int rows = Predictions.Rows, columns = Predictions.RowLength;
        this.Require(Predictions, DType.Float32, rows, columns);
        this.Require(Labels, DType.Float32, rows, columns);
        this.Require(Accumulator, DType.Float64, 2L * (Thresholds + 1));
        if (Column < -1 || Column >= columns) throw new ArgumentException($"{Name}: {Predictions} has no column {Column}.");
        return Weights is null ? 1 : LossScale.RowsPerWeight(this, Weights, rows);
    }

    /// <summary>One of evenly spaced thresholds, as Keras places them.</summary>
    public static float Even(int index, int count) =>
        index == 0 ? -1e-7f : index == count - 1 ? (float)(1 + 1e-7) : (float)((double)index / (count - 1));
}
