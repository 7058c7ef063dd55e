namespace Mirrored.Keras;

/// <summary>Multiplies every number by one number and adds another: <c>x scale + offset</c>, in training and outside it.</summary>
/// <example><code>new Rescaling(1 / 255.0)</code></example>
public sealed class Rescaling : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added.</param>
    /// <param name="inputShape">The shape of one row of input, in the first layer of a model.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public Rescaling(double scale, double offset = 0, Shape? inputShape = null, string? name = null)
        : base(name)
    {
        if (!double.IsFinite(scale)) throw new ArgumentOutOfRangeException(nameof(scale), scale, "Expected a finite number.");
        if (!double.IsFinite(offset)) throw new ArgumentOutOfRangeException(nameof(offset), offset, "Expected a finite number.");
        (Scale, Offset, InputShape) = (scale, offset, inputShape);
    }

    /// <summary>The factor.</summary>
    public double Scale { get; }

    /// <summary>What is added.</summary>
    public double Offset { get; }

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        PlanTensor scaled = step.Multiply(input, Scale);
        return Offset == 0 ? scaled : step.Add(scaled, Offset);
    }
}
