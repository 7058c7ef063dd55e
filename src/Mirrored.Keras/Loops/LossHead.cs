namespace Mirrored.Keras;

/// <summary>A loss of a custom loop.</summary>
internal sealed record LossHead(Loss Loss) : IHead
{
    public PlanTensor Describe(StepBuilder step, PlanTensor predictions) => Loss.Minimize(step, predictions);
}
