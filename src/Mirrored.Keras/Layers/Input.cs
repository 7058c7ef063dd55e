namespace Mirrored.Keras;

/// <summary>Declares the shape of a model's input; it computes nothing and is not listed among the layers.</summary>
public sealed class Input : Layer
{
    /// <summary>Declares a shape.</summary>
    /// <param name="shape">The shape of one row, such as <c>784</c> or <c>[28, 28]</c>; there is no batch axis.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    public Input(Shape shape, string? name = null)
        : base(name) => InputShape = shape;

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input) => input;
}
