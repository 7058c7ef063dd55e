namespace Mirrored;

/// <summary>What to look for when asking for kernels.</summary>
internal sealed unsafe class CublasLtPreferenceHandle : CudaHandle
{
    private CublasLtPreferenceHandle(nint preference, CublasLtHandle library)
        : base(preference, library.Context, library)
    {
    }

    /// <summary>Makes a preference; without <see cref="CublasLtPreferenceAttribute.MaxWorkspaceBytes"/> set, kernels
    /// that need a workspace are left out.</summary>
    public static CublasLtPreferenceHandle Create(CublasLtHandle library)
    {
        _ = library.Raw;
        nint preference;
        CublasLtImports.cublasLtMatmulPreferenceCreate(&preference)
            .ThrowIfFailed(nameof(CublasLtImports.cublasLtMatmulPreferenceCreate), library.Device);
        return new CublasLtPreferenceHandle(preference, library);
    }

    /// <summary>Sets a wish.</summary>
    /// <typeparam name="T">The type that <paramref name="attribute"/> asks for; its size must match.</typeparam>
    public void Set<T>(CublasLtPreferenceAttribute attribute, T value) where T : unmanaged
    {
        CublasLtImports.cublasLtMatmulPreferenceSetAttribute(Raw, attribute, &value, (nuint)sizeof(T))
            .ThrowIfFailed(nameof(CublasLtImports.cublasLtMatmulPreferenceSetAttribute), Device);
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    protected override string? Destroy() =>
        CublasLtImports.cublasLtMatmulPreferenceDestroy(handle)
            .Outcome(nameof(CublasLtImports.cublasLtMatmulPreferenceDestroy), Device);
}
