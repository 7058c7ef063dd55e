namespace Mirrored.Keras;

/// <summary>Passes its input on and adds a penalty on its size to the loss: <c>l1 sum |x| + l2 sum x²</c> over all rows of the global
/// batch, divided by their number.</summary>
/// <remarks>In training and in evaluation, so for any number of replicas the loss is that of one. Sample weights do not change
/// it.</remarks>
public sealed class ActivityRegularization : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="l1">What magnitudes are multiplied by, not negative.</param>
    /// <param name="l2">What squares are multiplied by, not negative.</param>
    /// <param name="inputShape">The shape of one row of input, in the first layer of a model.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
    public ActivityRegularization(double l1 = 0, double l2 = 0, Shape? inputShape = null, string? name = null)
        : base(name)
    {
        if (!double.IsFinite(l1) || l1 < 0)
            throw new ArgumentOutOfRangeException(nameof(l1), l1, "A penalty's factor is finite and not negative.");
        if (!double.IsFinite(l2) || l2 < 0)
            throw new ArgumentOutOfRangeException(nameof(l2), l2, "A penalty's factor is finite and not negative.");
        (L1, L2, InputShape) = (l1, l2, inputShape);
    }

    /// <summary>What magnitudes are multiplied by.</summary>
    public double L1 { get; }

    /// <summary>What squares are multiplied by.</summary>
    public double L2 { get; }

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(input);
        Penalize(step, input, L1, L2);
        return input;
    }

    /// <summary>Adds the penalty on what a layer gives.</summary>
    internal static void Penalize(StepBuilder step, PlanTensor output, double l1, double l2)
    {
        PlanTensor rows = step.Reshape(output, [output.Shape[0], checked((int)output.Shape.RowShape().Length)]);
        if (l1 != 0) step.AddLoss(step.Multiply(step.Sum(step.Abs(rows)), l1));
        if (l2 != 0) step.AddLoss(step.Multiply(step.Sum(step.Square(rows)), l2));
    }
}
