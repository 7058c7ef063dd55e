namespace Mirrored;

/// <summary>Attributes of a matrix's layout; the comments give the type, whose size must match exactly.</summary>
internal enum CublasLtMatrixLayoutAttribute
{
    /// <summary><c>uint</c>.</summary>
    Type = 0,

    /// <summary><c>int</c>: 0 columns, 1 rows. Epilogues need columns.</summary>
    Order = 1,

    /// <summary><c>ulong</c>.</summary>
    Rows = 2,

    /// <summary><c>ulong</c>.</summary>
    Columns = 3,

    /// <summary><c>long</c>, elements.</summary>
    LeadingDimension = 4,

    /// <summary><c>int</c>; the same on all four matrices.</summary>
    BatchCount = 5,

    /// <summary><c>long</c>, elements.</summary>
    StridedBatchOffset = 6,
}
