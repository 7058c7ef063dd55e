namespace Mirrored;

/// <summary>The description of a product: arithmetic, transpositions, epilogue. Addresses in it are read at each
/// product, so one whose addresses change is for one thread.</summary>
internal sealed unsafe class CublasLtMatmulDescHandle : CudaHandle
{
    private CublasLtMatmulDescHandle(nint description, CublasLtHandle library)
        : base(description, library.Context, library)
    {
    }

    /// <summary>Makes a description; the other traits are set afterwards.</summary>
    public static CublasLtMatmulDescHandle Create(
        CublasLtHandle library, CublasLtComputeType computeType, CublasLtDataType scaleType)
    {
        _ = library.Raw;
        nint description;
        CublasLtImports.cublasLtMatmulDescCreate(&description, computeType, scaleType)
            .ThrowIfFailed(nameof(CublasLtImports.cublasLtMatmulDescCreate), library.Device);
        return new CublasLtMatmulDescHandle(description, library);
    }

    /// <summary>Sets a trait.</summary>
    /// <typeparam name="T">The type that <paramref name="attribute"/> asks for; its size must match.</typeparam>
    public void Set<T>(CublasLtMatmulDescAttribute attribute, T value) where T : unmanaged
    {
        CublasLtImports.cublasLtMatmulDescSetAttribute(Raw, attribute, &value, (nuint)sizeof(T))
            .ThrowIfFailed(nameof(CublasLtImports.cublasLtMatmulDescSetAttribute), Device);
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    protected override string? Destroy() =>
        CublasLtImports.cublasLtMatmulDescDestroy(handle)
            .Outcome(nameof(CublasLtImports.cublasLtMatmulDescDestroy), Device);
}
