namespace Mirrored;

/// <summary>An event: a mark in a stream.</summary>
internal sealed unsafe class CudaEventHandle : CudaHandle
{
    private CudaEventHandle(nint mark, CudaContextHandle context) : base(mark, context)
    {
    }

    /// <summary>True when the marked work is done, or nothing was marked yet.</summary>
    /// <exception cref="CudaException">Work of the device failed.</exception>
    public bool IsComplete
    {
        get
        {
            CuResult result = CudaImports.cuEventQuery(Raw);
            GC.KeepAlive(this);
            if (result.IsNotReady) return false;
            result.ThrowIfFailed(nameof(CudaImports.cuEventQuery), Device);
            return true;
        }
    }

    /// <summary>Makes an event.</summary>
    /// <param name="context">The device's context.</param>
    /// <param name="flags">Timing costs a little; without <see cref="CuEventFlags.BlockingSync"/> a wait spins.</param>
    public static CudaEventHandle Create(CudaContextHandle context, CuEventFlags flags = CuEventFlags.DisableTiming)
    {
        using CudaContextScope scope = context.Enter();
        nint mark;
        CudaImports.cuEventCreate(&mark, flags).ThrowIfFailed(nameof(CudaImports.cuEventCreate), context.Device);
        return new CudaEventHandle(mark, context);
    }

    /// <summary>Marks the work queued so far on a stream of the same context.</summary>
    public void Record(CudaStreamHandle stream)
    {
        CudaImports.cuEventRecord(Raw, stream.Raw).ThrowIfFailed(nameof(CudaImports.cuEventRecord), Device);
        GC.KeepAlive(stream);
        GC.KeepAlive(this);
    }

    /// <summary>Waits on the host for the marked work.</summary>
    public void Synchronize()
    {
        CudaImports.cuEventSynchronize(Raw).ThrowIfFailed(nameof(CudaImports.cuEventSynchronize), Device);
        GC.KeepAlive(this);
    }

    /// <summary>Milliseconds between two marks of the device; null while either is not reached.</summary>
    /// <param name="start">The earlier mark; both were made with timing.</param>
    public float? MillisecondsSince(CudaEventHandle start)
    {
        float milliseconds;
        var newer = CudaDriver.State.Optional.cuEventElapsedTime_v2;
        CuResult result = newer is not null
            ? newer(&milliseconds, start.Raw, Raw)
            : CudaImports.cuEventElapsedTime(&milliseconds, start.Raw, Raw);
        GC.KeepAlive(start);
        GC.KeepAlive(this);
        if (result.IsNotReady) return null;
        string operation = newer is not null
            ? nameof(CudaOptionalImports.cuEventElapsedTime_v2)
            : nameof(CudaImports.cuEventElapsedTime);
        result.ThrowIfFailed(operation, Device);
        return milliseconds;
    }

    /// <inheritdoc/>
    protected override string? Destroy() =>
        Outcome(CudaImports.cuEventDestroy_v2(handle), nameof(CudaImports.cuEventDestroy_v2), Device);
}
