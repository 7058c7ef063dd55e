namespace Mirrored;

/// <summary>Per row a function of all its predictions and labels together, and its gradient <c>slope_j scale</c>.</summary>
internal sealed class VectorLossOperation : LossOperation
{
    public required VectorLossFunction Function { get; init; }
}
