namespace Mirrored;

/// <summary>Per row the mean, over its columns, of a function of prediction and label, and its gradient.</summary>
/// <remarks>Functions are summed from the first column to the last; the sum is divided by <c>n</c>, and
/// <c>gradient_j = slope_j (scale / n)</c>.</remarks>
internal sealed class ElementLossOperation : LossOperation
{
    public required ElementLossFunction Function { get; init; }

    /// <summary>By what a row's sum is divided.</summary>
    public float Divisor => Function == ElementLossFunction.KLDivergence ? 1 : Predictions.RowLength;
}
