namespace Mirrored.Keras;

/// <summary>The penalty <c>l2 sum w²</c>, without a half as in Keras; its gradient is <c>2 l2 w</c>.</summary>
/// <param name="l2">The factor; default 0.01.</param>
/// <exception cref="ArgumentOutOfRangeException">The factor is not a finite float32.</exception>
public sealed class L2(double l2 = 0.01) : Regularizer(0, l2)
{
    /// <summary>The factor.</summary>
    public double Factor => Squares;
}
