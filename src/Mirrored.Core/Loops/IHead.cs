namespace Mirrored;

/// <summary>What can be computed of labels and predictions: a loss, or all metrics of a model. Equal ones share plans.</summary>
internal interface IHead
{
    /// <summary>Describes it.</summary>
    /// <param name="step">Notes operations.</param>
    /// <param name="predictions">The model's output.</param>
    /// <returns>The loss of each row, to be read; null for none.</returns>
    PlanTensor? Describe(StepBuilder step, PlanTensor predictions);
}
