namespace Mirrored.Keras;

/// <summary>The mean over a row of <c>e^2 / 2</c> where <c>e = |p - t|</c> is at most <c>delta</c>, else of <c>delta e - delta^2 / 2</c>.</summary>
/// <remarks>Labels of the shape of the predictions, or <c>(rows)</c> for predictions <c>(rows, 1)</c>.</remarks>
public sealed class Huber : Loss
{
    /// <summary>Makes the loss.</summary>
    /// <param name="delta">Where the square turns into a line, above 0.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delta is not a positive float32.</exception>
    public Huber(double delta = 1, Reduction reduction = Reduction.SumOverBatchSize)
        : base("huber_loss", reduction)
    {
        if (!((float)delta > 0 && float.IsFinite((float)delta)))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "The delta of Huber's loss is a positive number.");
        Delta = delta;
    }

    /// <summary>Where the square turns into a line.</summary>
    public double Delta { get; }

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.ElementLoss(ElementLossFunction.Huber, labels, predictions, (float)Delta);
    }
}
