namespace Mirrored.Keras;

/// <summary>Rectified linear unit: <c>max(x, 0)</c>.</summary>
public sealed class Relu : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public Relu()
        : base("relu")
    {
    }

    internal override PlanTensor Call(StepBuilder step, PlanTensor input) => step.Relu(input);
}
