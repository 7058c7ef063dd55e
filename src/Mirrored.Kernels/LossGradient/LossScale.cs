namespace Mirrored;

/// <summary>What the gradient of each row's loss is multiplied by: the step's scales, a factor and the row's weight.</summary>
/// <remarks>Multiplied in this order: <c>gradientScale lossScale factor weight</c>.</remarks>
internal sealed record LossScale
{
    /// <summary>The step's gradient and loss scale alone.</summary>
    public static LossScale OfStep { get; } = new() { ByStep = true };

    /// <summary>Whether <see cref="StepState.GradientScale"/> and <see cref="StepState.LossScale"/> are factors.</summary>
    public bool ByStep { get; init; }

    /// <summary>The same for all rows.</summary>
    public float Factor { get; init; } = 1;

    /// <summary>Float32, one number for every row, or for every so many neighbouring rows; null is 1.</summary>
    public PlanTensor? Weights { get; init; }

    /// <summary>How many neighbouring rows share a weight.</summary>
    /// <exception cref="ArgumentException">The rows cannot be divided evenly among the weights.</exception>
    public static int RowsPerWeight(Operation operation, PlanTensor weights, int rows)
    {
        int count = checked((int)weights.Shape.Length);
        if (weights.DType != DType.Float32 || (rows == 0 ? count != 0 : count == 0 || rows % count != 0))
            throw new ArgumentException($"{operation.Name}: {weights} does not fit; expected a Float32 weight for each of {rows} rows.");
        return rows == 0 ? 1 : rows / count;
    }
}
