namespace Mirrored.Keras;

/// <summary>The loss and the metrics that a model was compiled with, added to its running sums.</summary>
internal sealed record MetricsHead(Compilation Compilation) : IHead
{
    public PlanTensor? Describe(StepBuilder step, PlanTensor predictions)
    {
        Compilation.Describe(step, predictions);
        return null;
    }
}
