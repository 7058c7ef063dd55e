namespace Mirrored;

/// <summary>The type of a matrix's elements, or of alpha and beta.</summary>
internal enum CublasLtDataType
{
    Float32 = 0,
    Float64 = 1,
    Float16 = 2,
    Int8 = 3,
    UInt8 = 8,
    Int32 = 10,
    BFloat16 = 14,
    Int64 = 24,
    Float8E4M3 = 28,
    Float8E5M2 = 29,
}
