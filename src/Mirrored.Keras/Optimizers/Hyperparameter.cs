namespace Mirrored.Keras;

/// <summary>Checks of what optimizers are told.</summary>
internal static class Hyperparameter
{
    /// <summary>A number in [0, 1).</summary>
    public static double Fraction(double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a number in [0, 1).");

    /// <summary>A number in [0, 1].</summary>
    public static double UnitInterval(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a number in [0, 1].");

    /// <summary>A number that is positive and finite in float32.</summary>
    public static double Positive(double value, string name) => float.IsFinite((float)value) && (float)value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a number that is positive in float32.");

    /// <summary>A number of at least 0 that is finite in float32.</summary>
    public static double NotNegative(double value, string name) => float.IsFinite((float)value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a finite float32 of at least 0.");
}
