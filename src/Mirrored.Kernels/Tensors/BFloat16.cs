namespace Mirrored;

/// <summary>The upper half of a float32: its range, and 8 bits of mantissa.</summary>
internal static class BFloat16
{
    /// <summary>The largest relative error of rounding a normal number.</summary>
    public const double RelativeError = 1.0 / 256;

    /// <summary>The nearest one, ties to even; NaN stays one.</summary>
    public static ushort Round(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return (ushort)((bits >> 16) | 0x40);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>The same number as float32.</summary>
    public static float Widen(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
