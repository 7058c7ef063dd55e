namespace Mirrored;

/// <summary>Makes a context the calling thread's until disposed, then the one before again.</summary>
internal readonly unsafe ref struct CudaContextScope
{
    private readonly DeviceId _device;

    public CudaContextScope(nint context, DeviceId device)
    {
        CudaImports.cuCtxPushCurrent_v2(context).ThrowIfFailed(nameof(CudaImports.cuCtxPushCurrent_v2), device);
        _device = device;
    }

    /// <summary>Puts the thread's previous context back; a failure goes to
    /// <see cref="HandleLedger.ReleaseFailed"/>.</summary>
    public void Dispose()
    {
        // After a sticky error no further call is made; the thread's contexts are all lost anyway.
        if (CudaFault.Process.First is not null) return;
        nint context;
        CuResult result = CudaImports.cuCtxPopCurrent_v2(&context);
        if (CudaHandle.Outcome(result, nameof(CudaImports.cuCtxPopCurrent_v2), _device) is { } failure)
            HandleLedger.Process.Failed(new ReleaseFailure(nameof(CudaContextScope), failure));
    }
}
