namespace Mirrored;

/// <content>What custom loops need: a forward pass with several ways back, and losses of what it leaves.</content>
public sealed partial class StepBuilder
{
    /// <summary>What predictions came straight from, by softmax or sigmoid: losses and metrics prefer it.</summary>
    /// <param name="predictions">The model's output.</param>
    /// <param name="sigmoid">Whether it was sigmoid.</param>
    /// <returns>Null when they came from something else.</returns>
    internal PlanTensor? LogitsBehind(PlanTensor predictions, out bool sigmoid)
    {
        sigmoid = _sigmoidLogits.TryGetValue(predictions, out PlanTensor? logits);
        return sigmoid || _logits.TryGetValue(predictions, out logits) ? logits : null;
    }

    /// <summary>True when a trained weight changes the tensor.</summary>
    internal bool DependsOnWeights(PlanTensor tensor) => _tape.Watches(tensor);

    /// <summary>Brings predictions in that another plan computes.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="logits">What they came straight from, or null.</param>
    /// <param name="sigmoid">Whether by sigmoid.</param>
    /// <param name="places">Where the gradients of both go.</param>
    internal void Present(
        PlanTensor predictions, PlanTensor? logits, bool sigmoid, (PlanTensor? OfPredictions, PlanTensor? OfLogits) places)
    {
        _tape.Watch(predictions, places.OfPredictions);
        if (logits is null) return;
        _tape.Watch(logits, places.OfLogits);
        (sigmoid ? _sigmoidLogits : _logits)[predictions] = logits;
    }

    /// <summary>Describes one of several backward passes.</summary>
    /// <param name="starts">Tensors, and the gradients that come from outside.</param>
    internal void Backward(IEnumerable<(PlanTensor Tensor, PlanTensor Gradient)> starts) => _tape.Unwind(starts);
}
