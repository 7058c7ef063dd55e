namespace Mirrored.Keras;

/// <summary>Applies an activation function to every row.</summary>
public sealed class Activation : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="activation">The function, such as <c>"softmax"</c>.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="activation"/> is null.</exception>
    public Activation(ActivationFunction activation, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Function = activation;
    }

    /// <summary>The function.</summary>
    public ActivationFunction Function { get; }

    /// <inheritdoc/>
    protected internal override Shape ComputeOutputShape(Shape inputShape) => inputShape.Rank > 0 || !Function.NeedsAxis
        ? inputShape
        : throw new ShapeMismatchException(Name, "(..., n)", inputShape.ToString());

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input) => Function.Call(step, input);
}
