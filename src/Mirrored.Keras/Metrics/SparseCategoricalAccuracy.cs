namespace Mirrored.Keras;

/// <summary>The fraction of rows whose largest prediction is the labelled class; of equal ones the first counts.</summary>
/// <param name="name">The name under which it is reported.</param>
public sealed class SparseCategoricalAccuracy(string name = "sparse_categorical_accuracy") : Metric(name)
{
    internal override PlanTensor Call(StepBuilder step, PlanTensor predictions) => step.SparseAccuracy(predictions);
}
