namespace Mirrored;

/// <summary>cuBLASLt on one device. Threads may share it.</summary>
internal sealed unsafe class CublasLtHandle : CudaHandle
{
    private CublasLtHandle(nint handle, CudaContextHandle context) : base(handle, context)
    {
    }

    /// <summary>Starts the library on a device.</summary>
    /// <param name="context">The device's context.</param>
    /// <exception cref="CudaUnavailableException">The library is missing.</exception>
    public static CublasLtHandle Create(CudaContextHandle context)
    {
        CublasLt.Require();
        using CudaContextScope scope = context.Enter();
        nint handle;
        CublasLtImports.cublasLtCreate(&handle).ThrowIfFailed(nameof(CublasLtImports.cublasLtCreate), context.Device);
        return new CublasLtHandle(handle, context);
    }

    /// <summary>Asks for kernels for a product, best first. Not while a stream of this thread is captured.</summary>
    /// <param name="product">The product; bias and mask pointers must be set, as their alignment counts.</param>
    /// <param name="preference">What to look for.</param>
    /// <param name="results">Takes the proposals.</param>
    /// <returns>The number of proposals; 0 when the library has no kernel for the product.</returns>
    public int GetHeuristics(
        in CublasLtProduct product, CublasLtPreferenceHandle preference, Span<CublasLtHeuristicResult> results)
    {
        using CudaContextScope scope = Context.Enter();
        int count = 0;
        CublasLtResult result;
        fixed (CublasLtHeuristicResult* first = results)
        {
            result = CublasLtImports.cublasLtMatmulAlgoGetHeuristic(
                Raw, product.Description.Raw, product.LayoutA.Raw, product.LayoutB.Raw, product.LayoutC.Raw,
                product.LayoutD.Raw, preference.Raw, results.Length, first, &count);
        }

        GC.KeepAlive(preference);
        KeepAlive(product);
        if (result.Code == (int)CublasLtStatus.CUBLAS_STATUS_NOT_SUPPORTED) return 0;
        result.ThrowIfFailed(nameof(CublasLtImports.cublasLtMatmulAlgoGetHeuristic), Device);
        return count;
    }

    /// <summary>Queues a product on a stream of the handle's context: D = alpha A B + beta C, then the
    /// epilogue.</summary>
    /// <param name="product">Matrices and addresses.</param>
    /// <param name="alpha">The product's factor.</param>
    /// <param name="beta">The factor of C; C is not read when it is 0.</param>
    /// <param name="algo">The kernel, from <see cref="GetHeuristics"/>.</param>
    /// <param name="workspace">Device memory for this stream's products only, aligned to 256 bytes.</param>
    /// <param name="workspaceBytes">Its size.</param>
    /// <param name="stream">The stream.</param>
    public void Matmul(
        in CublasLtProduct product, float alpha, float beta, in CublasLtMatmulAlgo algo, ulong workspace,
        long workspaceBytes, CudaStreamHandle stream)
    {
        CublasLtResult result;
        fixed (CublasLtMatmulAlgo* chosen = &algo)
        {
            result = CublasLtImports.cublasLtMatmul(
                Raw, product.Description.Raw, &alpha, (void*)product.A, product.LayoutA.Raw, (void*)product.B,
                product.LayoutB.Raw, &beta, (void*)product.C, product.LayoutC.Raw, (void*)product.D,
                product.LayoutD.Raw, chosen, (void*)workspace, (nuint)workspaceBytes, stream.Raw);
        }

        KeepAlive(product);
        if (!result.IsSuccess) ThrowMatmul(result, stream);
        GC.KeepAlive(stream);
    }

    /// <inheritdoc/>
    protected override string? Destroy() =>
        CublasLtImports.cublasLtDestroy(handle).Outcome(nameof(CublasLtImports.cublasLtDestroy), Device);

    private void KeepAlive(in CublasLtProduct product)
    {
        GC.KeepAlive(product.Description);
        GC.KeepAlive(product.LayoutA);
        GC.KeepAlive(product.LayoutB);
        GC.KeepAlive(product.LayoutC);
        GC.KeepAlive(product.LayoutD);
        GC.KeepAlive(this);
    }

    /// <summary>The library says only that the product did not run; the driver knows whether the device is
    /// lost.</summary>
    private void ThrowMatmul(CublasLtResult result, CudaStreamHandle stream)
    {
        CuResult driver = CudaImports.cuStreamQuery(stream.Raw);
        if (driver.IsSticky) driver.Throw(nameof(CublasLtImports.cublasLtMatmul), Device);
        result.ThrowIfFailed(nameof(CublasLtImports.cublasLtMatmul), Device);
    }
}
