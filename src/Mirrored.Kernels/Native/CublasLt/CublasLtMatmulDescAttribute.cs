namespace Mirrored;

/// <summary>Attributes of a product's description; the comments give the type, whose size must match exactly.</summary>
internal enum CublasLtMatmulDescAttribute
{
    /// <summary><c>int</c>.</summary>
    ComputeType = 0,

    /// <summary><c>int</c>.</summary>
    ScaleType = 1,

    /// <summary><c>int</c>, <see cref="CublasLtPointerMode"/>.</summary>
    PointerMode = 2,

    /// <summary><c>int</c>, <see cref="CublasLtOperation"/>.</summary>
    TransposeA = 3,

    /// <summary><c>int</c>, <see cref="CublasLtOperation"/>.</summary>
    TransposeB = 4,

    /// <summary><c>uint</c>, <see cref="CublasLtEpilogue"/>.</summary>
    Epilogue = 7,

    /// <summary><c>ulong</c>, a device address.</summary>
    BiasPointer = 8,

    /// <summary><c>long</c>, elements.</summary>
    BiasBatchStride = 10,

    /// <summary><c>ulong</c>, a device address.</summary>
    EpilogueAuxPointer = 11,

    /// <summary><c>long</c>: bits for a ReLU mask, a multiple of 128; elements otherwise.</summary>
    EpilogueAuxLeadingDimension = 12,

    /// <summary><c>long</c>.</summary>
    EpilogueAuxBatchStride = 13,

    /// <summary><c>int</c>; 0 for all multiprocessors.</summary>
    MultiprocessorTarget = 15,

    /// <summary><c>int</c>, <see cref="CublasLtDataType"/>; -1 for the result's.</summary>
    EpilogueAuxDataType = 22,

    /// <summary><c>sbyte</c>.</summary>
    FastAccumulation = 25,

    /// <summary><c>int</c>, <see cref="CublasLtDataType"/>; -1 for the result's.</summary>
    BiasDataType = 26,
}
