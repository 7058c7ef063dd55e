namespace Mirrored;

/// <summary>The arithmetic of a product.</summary>
internal enum CublasLtComputeType
{
    Float16 = 64,
    Float16Pedantic = 65,
    Float32 = 68,
    Float32Pedantic = 69,
    Float64 = 70,
    Float64Pedantic = 71,
    Int32 = 72,
    Int32Pedantic = 73,
    Float32FastFloat16 = 74,
    Float32FastBFloat16 = 75,

    /// <summary>Float32 data, rounded to TF32 for the tensor cores. There is no 76.</summary>
    Float32FastTf32 = 77,
}
