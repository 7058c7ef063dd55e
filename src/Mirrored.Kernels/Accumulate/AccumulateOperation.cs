namespace Mirrored;

/// <summary>Adds the columns of a matrix to running float64 sums: <c>accumulator_j += sum_i w_i input_ij</c>.</summary>
/// <remarks>Each column is summed in float64 in a fixed order: chunks of <see cref="Chunk"/> from the first row to the last,
/// then the chunks in order, then the accumulator. A product of weight and number is exact.</remarks>
internal sealed class AccumulateOperation : Operation
{
    public const int Chunk = 64;

    /// <summary><c>(rows, n)</c>, float32.</summary>
    public required PlanTensor Input { get; init; }

    /// <summary>Float32, one number for every row, or for every so many neighbouring rows; null weighs all with 1.</summary>
    public PlanTensor? Weights { get; init; }

    /// <summary>What is added to the last accumulator, behind those of the columns.</summary>
    public AccumulateCount Count { get; init; }

    /// <summary>What the sums of columns are multiplied by before they are added.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Whether they are multiplied by the rows of the global batch, too: a mean over rows then becomes one over batches
    /// that weighs each with its rows.</summary>
    public bool PerBatch { get; init; }

    /// <summary><c>(n)</c> float64, one more with a count.</summary>
    public required PlanTensor Accumulator { get; init; }

    /// <summary>Float32, one number: +0 if what this adds to the first accumulator is finite, else NaN; null for none.</summary>
    public PlanTensor? Guard { get; init; }

    /// <summary>Whether that is added to the guard, for an operation behind the first one that has it.</summary>
    public bool AddsToGuard { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => Weights is null ? [Input, Accumulator] : [Input, Weights, Accumulator];

    public override IReadOnlyList<PlanTensor> Writes => Guard is null ? [Accumulator] : [Accumulator, Guard];

    /// <summary>Checks all tensors.</summary>
    /// <returns>How many neighbouring rows share a weight.</returns>
    public int RequireShapes()
    {
        int rows = Input.Rows;
        this.Require(Input, DType.Float32, rows, Input.RowLength);
        this.Require(Accumulator, DType.Float64, Input.RowLength + (Count == AccumulateCount.None ? 0 : 1));
        if (Guard is not null) this.Require(Guard, DType.Float32, 1);
        return Weights is null ? 1 : LossScale.RowsPerWeight(this, Weights, rows);
    }
}
