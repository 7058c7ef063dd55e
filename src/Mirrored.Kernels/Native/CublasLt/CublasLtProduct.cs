namespace Mirrored;

/// <summary>The matrices of a product, column-major: what cuBLASLt needs to know besides the kernel.</summary>
/// <remarks>A row-major matrix of r x c is a column-major one of c x r with leading dimension c.</remarks>
internal readonly record struct CublasLtProduct
{
    public required CublasLtMatmulDescHandle Description { get; init; }

    public required CublasLtMatrixLayoutHandle LayoutA { get; init; }

    public required CublasLtMatrixLayoutHandle LayoutB { get; init; }

    /// <summary>May be the same as <see cref="LayoutD"/>.</summary>
    public required CublasLtMatrixLayoutHandle LayoutC { get; init; }

    public required CublasLtMatrixLayoutHandle LayoutD { get; init; }

    /// <summary>The device address of each matrix.</summary>
    public ulong A { get; init; }

    public ulong B { get; init; }

    public ulong C { get; init; }

    public ulong D { get; init; }
}
