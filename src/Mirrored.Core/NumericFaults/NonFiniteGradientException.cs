namespace Mirrored;

/// <summary>The loss of a training step or a gradient was NaN or infinite. The step changed nothing: weights, the optimizer's slots
/// and moving averages of all devices are, bit for bit, those of the step before, and training can go on from there.</summary>
/// <remarks>Raised by the call that queues or waits for a step behind the bad one, at most four steps later; those did nothing, too.
/// See <see cref="StrategyOptions.NonFinite"/>.</remarks>
public sealed class NonFiniteGradientException : ArithmeticException
{
    internal NonFiniteGradientException(NonFiniteFault fault)
        : base(Describe(fault)) => (Step, Weights, LossIsFinite) = (fault.Step, fault.Weights, fault.LossIsFinite);

    /// <summary>The number of the step, from 1.</summary>
    public long Step { get; }

    /// <summary>The names of the weights whose gradients are not finite, in the model's order; a fault that began in the backward
    /// pass began at the last one. Empty if it is the loss alone.</summary>
    public IReadOnlyList<string> Weights { get; }

    /// <summary>False if the loss is not finite.</summary>
    public bool LossIsFinite { get; }

    private static string Describe(NonFiniteFault fault)
    {
        string gradients = fault.Weights.Count switch
        {
            0 => "",
            1 => $"the gradient of {fault.Weights[0]}",
            2 => $"the gradients of {fault.Weights[1]} and {fault.Weights[0]}",
            _ => $"the gradients of {fault.Weights[^1]}, {fault.Weights[^2]} and {fault.Weights.Count - 2} more weights",
        };
        string what = fault.LossIsFinite ? gradients : fault.Weights.Count == 0 ? "the loss" : $"the loss and {gradients}";
        return $"In step {fault.Step} {what} became NaN or infinite. The weights are as they were before that step. Lower the learning "
            + "rate, limit gradients (the optimizer's clipNorm or clipValue), or look for extreme values in the data; with "
            + "StrategyOptions.NonFinite = NonFinitePolicy.Skip such steps are left out.";
    }
}
