namespace Mirrored;

/// <summary>A device's primary context, held until disposed; its last holder's release frees everything made in
/// it.</summary>
/// <remarks>Primary contexts are shared by all libraries of the process, NCCL and cuBLASLt included. Which context is
/// current is a trait of each thread.</remarks>
internal sealed unsafe class CudaContextHandle : NativeHandle
{
    private CudaContextHandle(nint context, int nativeDevice, DeviceId device) : base(context, parent: null)
    {
        NativeDevice = nativeDevice;
        Device = device;
    }

    /// <summary>The device, as users name it.</summary>
    public DeviceId Device { get; }

    /// <summary>The device, as the driver names it.</summary>
    public int NativeDevice { get; }

    /// <summary>The native context, to be passed on at once.</summary>
    /// <exception cref="ObjectDisposedException">The handle is disposed.</exception>
    /// <exception cref="CudaException">CUDA was lost earlier in this process.</exception>
    public nint Raw
    {
        get
        {
            CudaFault.Process.ThrowIfSet();
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
    }

    /// <summary>Takes hold of a device's primary context; making it takes a few hundred milliseconds the first
    /// time.</summary>
    /// <param name="index">The number among the visible GPUs.</param>
    /// <param name="flags">How threads wait; set for the whole process, unless
    /// <see cref="CuContextFlags.ScheduleAuto"/>.</param>
    /// <exception cref="CudaUnavailableException">There is no usable driver.</exception>
    /// <exception cref="CudaException">The driver refused.</exception>
    public static CudaContextHandle Retain(int index, CuContextFlags flags = CuContextFlags.ScheduleAuto)
    {
        CudaDriver.Require();
        HandleLedger.Process.ReleaseForgotten();
        var device = new DeviceId(DeviceKind.Gpu, index);
        int native;
        CudaImports.cuDeviceGet(&native, index).ThrowIfFailed(nameof(CudaImports.cuDeviceGet), device);
        if (flags != CuContextFlags.ScheduleAuto)
        {
            CudaImports.cuDevicePrimaryCtxSetFlags_v2(native, flags)
                .ThrowIfFailed(nameof(CudaImports.cuDevicePrimaryCtxSetFlags_v2), device);
        }

        nint context;
        CudaImports.cuDevicePrimaryCtxRetain(&context, native)
            .ThrowIfFailed(nameof(CudaImports.cuDevicePrimaryCtxRetain), device);
        return new CudaContextHandle(context, native, device);
    }

    /// <summary>Makes this the calling thread's context, until another one is.</summary>
    public void MakeCurrent() =>
        CudaImports.cuCtxSetCurrent(Raw).ThrowIfFailed(nameof(CudaImports.cuCtxSetCurrent), Device);

    /// <summary>Makes this the calling thread's context until the scope is disposed.</summary>
    public CudaContextScope Enter() => new(Raw, Device);

    /// <summary>Waits for all work of the context.</summary>
    public void Synchronize()
    {
        using CudaContextScope scope = Enter();
        CudaImports.cuCtxSynchronize().ThrowIfFailed(nameof(CudaImports.cuCtxSynchronize), Device);
    }

    /// <summary>The device's memory in bytes: free, for any process, and in total.</summary>
    public (long Free, long Total) MemoryInfo()
    {
        using CudaContextScope scope = Enter();
        nuint free, total;
        CudaImports.cuMemGetInfo_v2(&free, &total).ThrowIfFailed(nameof(CudaImports.cuMemGetInfo_v2), Device);
        return ((long)free, (long)total);
    }

    /// <summary>The priorities that streams can have; the highest is the smallest number.</summary>
    public (int Lowest, int Highest) StreamPriorities()
    {
        using CudaContextScope scope = Enter();
        int lowest, highest;
        CudaImports.cuCtxGetStreamPriorityRange(&lowest, &highest)
            .ThrowIfFailed(nameof(CudaImports.cuCtxGetStreamPriorityRange), Device);
        return (lowest, highest);
    }

    /// <summary>A property of the device.</summary>
    public int Attribute(CuDeviceAttribute attribute) => CudaDeviceQuery.Attribute(NativeDevice, attribute, Device);

    /// <summary>Lets this context's kernels and copies use another device's memory directly; once is enough.</summary>
    /// <param name="peer">The other device. It does not get access to this one: call it the other way round as
    /// well.</param>
    /// <returns>False when the two devices have no such path.</returns>
    public bool TryEnablePeerAccess(CudaContextHandle peer)
    {
        int canAccess;
        nint peerContext = peer.Raw;
        using CudaContextScope scope = Enter();
        CudaImports.cuDeviceCanAccessPeer(&canAccess, NativeDevice, peer.NativeDevice)
            .ThrowIfFailed(nameof(CudaImports.cuDeviceCanAccessPeer), Device);
        if (canAccess == 0) return false;

        CuResult result = CudaImports.cuCtxEnablePeerAccess(peerContext, flags: 0);
        if (result.Code != (int)CuError.CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED)
            result.ThrowIfFailed(nameof(CudaImports.cuCtxEnablePeerAccess), Device);
        return true;
    }

    /// <summary>How good the path to another device is.</summary>
    public int PeerAttribute(CudaContextHandle peer, CuP2PAttribute attribute)
    {
        int value;
        CudaFault.Process.ThrowIfSet();
        CudaImports.cuDeviceGetP2PAttribute(&value, attribute, NativeDevice, peer.NativeDevice)
            .ThrowIfFailed(nameof(CudaImports.cuDeviceGetP2PAttribute), Device);
        return value;
    }

    /// <inheritdoc/>
    protected override string? Free() => CudaFault.Process.First is not null
        ? null
        : CudaHandle.Outcome(CudaImports.cuDevicePrimaryCtxRelease_v2(NativeDevice),
            nameof(CudaImports.cuDevicePrimaryCtxRelease_v2), Device);
}
