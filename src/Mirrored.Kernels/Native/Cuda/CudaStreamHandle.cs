namespace Mirrored;

/// <summary>A stream that does not wait for the legacy default stream. One thread at a time, and its context must be
/// that thread's current one.</summary>
internal sealed unsafe class CudaStreamHandle : CudaHandle
{
    private CudaStreamHandle(nint stream, CudaContextHandle context) : base(stream, context)
    {
    }

    /// <summary>True when everything queued so far is done. Must not be asked while the stream is captured.</summary>
    /// <exception cref="CudaException">Work of the device failed.</exception>
    public bool IsIdle
    {
        get
        {
            CuResult result = CudaImports.cuStreamQuery(Raw);
            GC.KeepAlive(this);
            if (result.IsNotReady) return false;
            result.ThrowIfFailed(nameof(CudaImports.cuStreamQuery), Device);
            return true;
        }
    }

    /// <summary>Makes a stream.</summary>
    /// <param name="context">The device's context.</param>
    /// <param name="priority">From <see cref="CudaContextHandle.StreamPriorities"/>; smaller goes first.</param>
    public static CudaStreamHandle Create(CudaContextHandle context, int priority = 0)
    {
        using CudaContextScope scope = context.Enter();
        nint stream;
        CudaImports.cuStreamCreateWithPriority(&stream, CuStreamFlags.NonBlocking, priority)
            .ThrowIfFailed(nameof(CudaImports.cuStreamCreateWithPriority), context.Device);
        return new CudaStreamHandle(stream, context);
    }

    /// <summary>Waits on the host until everything queued so far is done.</summary>
    public void Synchronize()
    {
        CudaImports.cuStreamSynchronize(Raw).ThrowIfFailed(nameof(CudaImports.cuStreamSynchronize), Device);
        GC.KeepAlive(this);
    }

    /// <summary>Makes later work wait for an event, of any device, without waiting on the host.</summary>
    public void Wait(CudaEventHandle mark)
    {
        CudaImports.cuStreamWaitEvent(Raw, mark.Raw, flags: 0)
            .ThrowIfFailed(nameof(CudaImports.cuStreamWaitEvent), Device);
        GC.KeepAlive(mark);
        GC.KeepAlive(this);
    }

    /// <summary>Queues a copy from the host. Page-locked memory must stay untouched until the copy ran.</summary>
    public void CopyFromHost(ulong destination, void* source, nuint bytes)
    {
        CudaImports.cuMemcpyHtoDAsync_v2(destination, source, bytes, Raw)
            .ThrowIfFailed(nameof(CudaImports.cuMemcpyHtoDAsync_v2), Device);
        GC.KeepAlive(this);
    }

    /// <summary>Queues a copy to the host.</summary>
    public void CopyToHost(void* destination, ulong source, nuint bytes)
    {
        CudaImports.cuMemcpyDtoHAsync_v2(destination, source, bytes, Raw)
            .ThrowIfFailed(nameof(CudaImports.cuMemcpyDtoHAsync_v2), Device);
        GC.KeepAlive(this);
    }

    /// <summary>Queues a copy within the device.</summary>
    public void Copy(ulong destination, ulong source, nuint bytes)
    {
        CudaImports.cuMemcpyDtoDAsync_v2(destination, source, bytes, Raw)
            .ThrowIfFailed(nameof(CudaImports.cuMemcpyDtoDAsync_v2), Device);
        GC.KeepAlive(this);
    }

    /// <summary>Queues a copy between devices; works without peer access as well, through the host.</summary>
    public void CopyBetween(CudaContextHandle target, ulong destination, CudaContextHandle origin, ulong source, nuint bytes)
    {
        CudaImports.cuMemcpyPeerAsync(destination, target.Raw, source, origin.Raw, bytes, Raw)
            .ThrowIfFailed(nameof(CudaImports.cuMemcpyPeerAsync), Device);
        GC.KeepAlive(target);
        GC.KeepAlive(origin);
        GC.KeepAlive(this);
    }

    /// <summary>Queues filling memory with a byte.</summary>
    public void Fill(ulong destination, byte value, nuint bytes)
    {
        CudaImports.cuMemsetD8Async(destination, value, bytes, Raw)
            .ThrowIfFailed(nameof(CudaImports.cuMemsetD8Async), Device);
        GC.KeepAlive(this);
    }

    /// <summary>Queues filling memory with a 32-bit pattern.</summary>
    /// <param name="destination">The first address, aligned to 4 bytes.</param>
    /// <param name="pattern">The value of each element.</param>
    /// <param name="count">The number of elements, not of bytes.</param>
    public void Fill(ulong destination, uint pattern, nuint count)
    {
        CudaImports.cuMemsetD32Async(destination, pattern, count, Raw)
            .ThrowIfFailed(nameof(CudaImports.cuMemsetD32Async), Device);
        GC.KeepAlive(this);
    }

    /// <summary>Starts recording this stream's work into a graph instead of running it. Other threads stay free to
    /// allocate.</summary>
    public void BeginCapture()
    {
        CudaImports.cuStreamBeginCapture_v2(Raw, CuCaptureMode.ThreadLocal)
            .ThrowIfFailed(nameof(CudaImports.cuStreamBeginCapture_v2), Device);
        GC.KeepAlive(this);
    }

    /// <summary>Ends the recording, on the thread that began it. Must be called after a failed recording as well, which
    /// then throws.</summary>
    public CudaGraphHandle EndCapture()
    {
        nint graph;
        CudaImports.cuStreamEndCapture(Raw, &graph).ThrowIfFailed(nameof(CudaImports.cuStreamEndCapture), Device);
        GC.KeepAlive(this);
        return new CudaGraphHandle(graph, Context);
    }

    /// <summary>Ends a recording that an error made useless; what comes of it is thrown away. Nothing happens when none
    /// is going on.</summary>
    public void AbandonCapture()
    {
        CuCaptureStatus status;
        CudaImports.cuStreamIsCapturing(Raw, &status).ThrowIfFailed(nameof(CudaImports.cuStreamIsCapturing), Device);
        if (status == CuCaptureStatus.None) return;

        nint graph;
        CuResult result = CudaImports.cuStreamEndCapture(Raw, &graph);
        GC.KeepAlive(this);
        // A broken recording ends without a graph: that is what was to be expected.
        if ((CuError)result.Code is CuError.CUDA_ERROR_STREAM_CAPTURE_INVALIDATED
            or CuError.CUDA_ERROR_STREAM_CAPTURE_UNJOINED)
            return;
        result.ThrowIfFailed(nameof(CudaImports.cuStreamEndCapture), Device);
        new CudaGraphHandle(graph, Context).Dispose();
    }

    /// <inheritdoc/>
    protected override string? Destroy() =>
        Outcome(CudaImports.cuStreamDestroy_v2(handle), nameof(CudaImports.cuStreamDestroy_v2), Device);
}
