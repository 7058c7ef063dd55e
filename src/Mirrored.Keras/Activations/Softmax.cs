namespace Mirrored.Keras;

/// <summary>Softmax over the last axis: <c>e^x_j / sum_k e^x_k</c>, so that a row is a probability distribution.</summary>
public sealed class Softmax : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public Softmax()
        : base("softmax")
    {
    }

    internal override PlanTensor Call(StepBuilder step, PlanTensor input) => step.Softmax(input);
}
