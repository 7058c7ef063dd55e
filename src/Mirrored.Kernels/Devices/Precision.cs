namespace Mirrored;

/// <summary>How matrix products of float32 numbers are computed.</summary>
public enum Precision
{
    /// <summary>As float32: 24 bits of mantissa.</summary>
    Float32 = 0,

    /// <summary>On a GPU's tensor cores: factors are rounded to TF32, 11 bits of mantissa, and summed in float32. Several
    /// times as fast; GPUs of compute capability 8.0 and newer have it.</summary>
    Tf32 = 1,
}
