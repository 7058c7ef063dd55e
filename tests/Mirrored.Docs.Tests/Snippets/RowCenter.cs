namespace Mirrored.Docs.Tests;

/// <summary>The example of docs/primitives.md: takes the mean off every row.</summary>
public sealed class RowCenter : Layer
{
    protected override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        PlanTensor centered = step.Subtract(input, step.Mean(input, keepAxis: true));
        return centered;
    }
}
