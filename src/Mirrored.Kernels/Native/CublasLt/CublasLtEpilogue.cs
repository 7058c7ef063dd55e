namespace Mirrored;

/// <summary>What a product does to its result before writing it.</summary>
internal enum CublasLtEpilogue : uint
{
    Default = 1,
    Relu = 2,
    Bias = 4,
    ReluBias = 6,
    Gelu = 32,
    GeluBias = 36,

    /// <summary>Writes one bit per element, where the result is positive.</summary>
    ReluAux = 130,
    ReluAuxBias = 134,

    /// <summary>Masks the result by the bits that <see cref="ReluAux"/> wrote.</summary>
    ReluGradient = 136,
    ReluGradientBiasGradient = 152,
    GeluAux = 160,
    GeluAuxBias = 164,
    GeluGradient = 192,
    GeluGradientBiasGradient = 208,

    /// <summary>Sums the first matrix over the inner dimension; it must not be transposed.</summary>
    BiasGradientA = 256,

    /// <summary>Sums the second matrix over the inner dimension; it must be transposed.</summary>
    BiasGradientB = 512,
}
