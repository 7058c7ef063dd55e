namespace Mirrored.PublicApi.Tests;

/// <summary>A loss from outside: squared differences, and a linear part beside them.</summary>
public sealed class MarginLoss(double weight) : Loss("margin")
{
    protected override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        PlanTensor difference = step.Subtract(predictions, labels);
        return step.Add(step.Sum(step.Square(difference)), step.Multiply(step.Sum(step.Abs(difference)), weight));
    }
}
