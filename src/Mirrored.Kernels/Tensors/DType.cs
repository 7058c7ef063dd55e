namespace Mirrored;

/// <summary>The element type of a tensor.</summary>
public enum DType
{
    /// <summary>IEEE 754 single precision, 4 bytes: weights, activations, gradients.</summary>
    Float32 = 0,

    /// <summary>IEEE 754 double precision, 8 bytes: sums of losses and metrics.</summary>
    Float64 = 1,

    /// <summary>Signed 32-bit integer, 4 bytes: class labels and row numbers.</summary>
    Int32 = 2,

    /// <summary>Unsigned 8-bit integer, 1 byte: images as they are stored.</summary>
    UInt8 = 3,

    /// <summary>The upper half of a float32, 2 bytes: gradients on their way between devices, where that is asked for.</summary>
    BFloat16 = 4,
}

internal static class DTypeExtensions
{
    /// <summary>The size of one element in bytes.</summary>
    public static int Size(this DType type) => type switch
    {
        DType.Float32 or DType.Int32 => 4,
        DType.Float64 => 8,
        DType.UInt8 => 1,
        DType.BFloat16 => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown element type."),
    };
}
