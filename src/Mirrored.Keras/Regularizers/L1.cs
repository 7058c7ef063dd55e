namespace Mirrored.Keras;

/// <summary>The penalty <c>l1 sum |w|</c>, which draws weights to exactly zero.</summary>
/// <param name="l1">The factor; default 0.01.</param>
/// <exception cref="ArgumentOutOfRangeException">The factor is not a finite float32.</exception>
public sealed class L1(double l1 = 0.01) : Regularizer(l1, 0)
{
    /// <summary>The factor.</summary>
    public double Factor => Magnitudes;
}
