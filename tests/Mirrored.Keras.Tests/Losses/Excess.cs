namespace Mirrored.Keras.Tests;

/// <summary>A loss of one's own, made of operations: <c>max(p + t, 0)</c>, what predictions exceed a limit of <c>-t</c> by.</summary>
internal sealed class Excess(Reduction reduction = Reduction.SumOverBatchSize) : Loss("excess", reduction)
{
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions) =>
        step.Relu(step.Add(predictions, labels));
}
