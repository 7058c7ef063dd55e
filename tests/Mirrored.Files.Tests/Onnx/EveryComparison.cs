namespace Mirrored.Files.Tests;

/// <summary>A layer from outside that compares: with a weight, and with a number that its input may equal.</summary>
internal sealed class EveryComparison : Layer
{
    private Parameter? _row;

    protected override void Build(Shape inputShape) => _row = AddWeight("row", inputShape[-1], new Ones());

    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        PlanTensor x = step.Sign(input);
        PlanTensor[] terms =
        [
            step.Greater(x, _row!), step.GreaterOrEqual(x, _row!), step.Less(x, _row!), step.LessOrEqual(x, _row!), step.Equal(x, _row!),
            step.NotEqual(x, _row!), step.Greater(x, -1), step.GreaterOrEqual(x, -1), step.Less(x, -1), step.LessOrEqual(x, -1),
            step.Equal(x, -1), step.NotEqual(x, -1),
        ];
        return terms.Select((term, i) => step.Multiply(term, 1 << i)).Aggregate(step.Add);
    }
}
