namespace Mirrored;

/// <summary>The form of a matrix in memory, column-major.</summary>
internal sealed unsafe class CublasLtMatrixLayoutHandle : CudaHandle
{
    private CublasLtMatrixLayoutHandle(nint layout, CublasLtHandle library) : base(layout, library.Context, library)
    {
    }

    /// <summary>Describes a matrix as it lies in memory, before any transposition.</summary>
    public static CublasLtMatrixLayoutHandle Create(
        CublasLtHandle library, CublasLtDataType type, long rows, long columns, long leadingDimension)
    {
        _ = library.Raw;
        nint layout;
        CublasLtImports.cublasLtMatrixLayoutCreate(&layout, type, (ulong)rows, (ulong)columns, leadingDimension)
            .ThrowIfFailed(nameof(CublasLtImports.cublasLtMatrixLayoutCreate), library.Device);
        return new CublasLtMatrixLayoutHandle(layout, library);
    }

    /// <summary>Sets a trait.</summary>
    /// <typeparam name="T">The type that <paramref name="attribute"/> asks for; its size must match.</typeparam>
    public void Set<T>(CublasLtMatrixLayoutAttribute attribute, T value) where T : unmanaged
    {
        CublasLtImports.cublasLtMatrixLayoutSetAttribute(Raw, attribute, &value, (nuint)sizeof(T))
            .ThrowIfFailed(nameof(CublasLtImports.cublasLtMatrixLayoutSetAttribute), Device);
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    protected override string? Destroy() =>
        CublasLtImports.cublasLtMatrixLayoutDestroy(handle)
            .Outcome(nameof(CublasLtImports.cublasLtMatrixLayoutDestroy), Device);
}
