namespace Mirrored.PublicApi.Tests;

/// <summary>A metric from outside: the fraction of rows whose largest prediction exceeds a threshold.</summary>
public sealed class Sureness(double threshold) : MeanMetric("sure")
{
    protected override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Greater(step.Max(predictions), threshold);
    }
}
