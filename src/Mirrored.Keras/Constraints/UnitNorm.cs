namespace Mirrored.Keras;

/// <summary>The norm of each vector along an axis is 1: <c>w /= 1e-7 + norm</c>.</summary>
/// <param name="axis">The axis that the vectors lie along; 0, the default, takes a unit's weights in a dense kernel.</param>
/// <remarks>Source: Keras.</remarks>
public sealed class UnitNorm(int axis = 0) : Constraint
{
    /// <summary>The axis that the vectors lie along.</summary>
    public int Axis { get; } = axis;

    internal override NormRange Norms => new(1, 1, 1, Axis);
}
