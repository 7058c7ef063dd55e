namespace Mirrored.Keras;

/// <summary>Makes each row one-dimensional: <c>(rows, d1, ..., dk)</c> becomes <c>(rows, d1 ... dk)</c>, row-major.</summary>
public sealed class Flatten : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inputShape">The shape of one row of input, in the first layer of a model.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    public Flatten(Shape? inputShape = null, string? name = null)
        : base(name) => InputShape = inputShape;

    /// <inheritdoc/>
    protected internal override Shape ComputeOutputShape(Shape inputShape) => checked((int)inputShape.Length);

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(input);
        return step.Reshape(input, OutputShape!.Value.Prepend(input.Shape[0])); // Build always comes first.
    }
}
