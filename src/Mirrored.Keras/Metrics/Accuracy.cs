namespace Mirrored.Keras;

/// <summary>The fraction of rows that are predicted right, in the way that suits the labels: for class numbers
/// <see cref="SparseCategoricalAccuracy"/>.</summary>
/// <param name="name">The name under which it is reported.</param>
public sealed class Accuracy(string name = "accuracy") : Metric(name)
{
    internal override PlanTensor Call(StepBuilder step, PlanTensor predictions) => step.SparseAccuracy(predictions);
}
