namespace Mirrored;

/// <summary>A loss of labels of the predictions' shape: one number for each row, and how it changes with the predictions.</summary>
/// <remarks>Losses are not scaled; the gradient of each row is multiplied by <see cref="Scale"/>. It may overwrite the predictions.</remarks>
internal abstract class LossOperation : RowOperation
{
    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Predictions { get; init; }

    /// <summary><c>(rows, n)</c>, float32.</summary>
    public required PlanTensor Labels { get; init; }

    /// <summary>What the rule calls its parameter: a width, a threshold, or how much labels are smoothed.</summary>
    public float Parameter { get; init; }

    /// <summary><c>(rows)</c>; null when only the gradient is asked for.</summary>
    public PlanTensor? RowLoss { get; init; }

    /// <summary>With respect to <see cref="Predictions"/>, <c>(rows, n)</c>; null when only the losses are asked for.</summary>
    public PlanTensor? Gradient { get; init; }

    /// <summary>What the gradient of each row is multiplied by.</summary>
    public LossScale Scale { get; init; } = LossScale.OfStep;

    public override int Rows => Predictions.Rows;

    public override IReadOnlyList<PlanTensor> Reads => OperationChecks.Present(Predictions, Labels, Gradient is null ? null : Scale.Weights);

    public override IReadOnlyList<PlanTensor> Writes => OperationChecks.Present(RowLoss, Gradient);

    /// <summary>Checks all tensors.</summary>
    public void RequireShapes()
    {
        int columns = Predictions.RowLength;
        this.Require(Predictions, DType.Float32, Rows, columns);
        this.Require(Labels, DType.Float32, Rows, columns);
        if (RowLoss is not null) this.Require(RowLoss, DType.Float32, Rows, 1);
        if (Gradient is not null) this.Require(Gradient, DType.Float32, Rows, columns);
    }
}
