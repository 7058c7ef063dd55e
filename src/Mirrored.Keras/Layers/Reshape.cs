namespace Mirrored.Keras;

/// <summary>Gives each row another shape of as many elements, row-major: <c>(rows, ...)</c> becomes <c>(rows, targetShape)</c>.</summary>
/// <example><code>new Reshape([28, -1])</code></example>
public sealed class Reshape : Layer
{
    private readonly int[] _axes;

    /// <summary>Makes the layer.</summary>
    /// <param name="targetShape">The new axes without the batch axis; one of them may be -1, which takes what is left.</param>
    /// <param name="inputShape">The shape of one row of input, in the first layer of a model.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    /// <exception cref="ArgumentException">An axis is below -1, or two are -1.</exception>
    public Reshape(IReadOnlyList<int> targetShape, Shape? inputShape = null, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(targetShape);
        _axes = [.. targetShape];
        if (_axes.Any(axis => axis < -1) || _axes.Count(axis => axis == -1) > 1)
            throw new ArgumentException(
                $"Cannot reshape to {Text}: expected sizes, of which at most one is -1 for what is left.", nameof(targetShape));
        InputShape = inputShape;
    }

    /// <summary>The new axes, without the batch axis; -1 takes what is left.</summary>
    public IReadOnlyList<int> TargetShape => _axes;

    private string Text => $"({string.Join(", ", _axes)})";

    /// <inheritdoc/>
    protected internal override Shape ComputeOutputShape(Shape inputShape)
    {
        long known = 1;
        foreach (int axis in _axes.Where(axis => axis != -1)) known = checked(known * axis);
        bool open = _axes.Contains(-1);
        if (open ? known == 0 || inputShape.Length % known != 0 : inputShape.Length != known)
            throw new ShapeMismatchException(Name, $"of {(open ? "a multiple of " : "")}{known} elements, to become {Text}", inputShape.ToString());
        return new Shape([.. _axes.Select(axis => axis == -1 ? checked((int)(inputShape.Length / known)) : axis)]);
    }

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(input);
        return step.Reshape(input, OutputShape!.Value.Prepend(input.Shape[0])); // Build always comes first.
    }
}
