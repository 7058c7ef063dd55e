namespace Mirrored.Keras;

/// <summary>The penalty <c>l1 sum |w| + l2 sum w²</c>.</summary>
/// <param name="l1">The factor of magnitudes; default 0. The string <c>"l1_l2"</c> takes 0.01 for both.</param>
/// <param name="l2">The factor of squares; default 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A factor is not a finite float32.</exception>
public sealed class L1L2(double l1 = 0, double l2 = 0) : Regularizer(l1, l2)
{
    /// <summary>The factor of magnitudes.</summary>
    public double L1 => Magnitudes;

    /// <summary>The factor of squares.</summary>
    public double L2 => Squares;
}
