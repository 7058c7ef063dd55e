namespace Mirrored.Keras;

/// <summary>No element is negative: one that becomes so is set to 0.</summary>
public sealed class NonNeg : Constraint
{
    internal override double Floor => 0;
}
