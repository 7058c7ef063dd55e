namespace Mirrored;

/// <summary>An object of the CUDA driver, made in a context, which it keeps alive.</summary>
internal abstract class CudaHandle : NativeHandle
{
    /// <summary>Takes over a native object.</summary>
    /// <param name="value">The native handle, not 0.</param>
    /// <param name="context">The context that it was made in.</param>
    /// <param name="parent">The object that must outlive it, where that is not the context itself.</param>
    protected CudaHandle(nint value, CudaContextHandle context, NativeHandle? parent = null)
        : base(value, parent ?? context) => Context = context;

    /// <summary>The context that the object was made in.</summary>
    public CudaContextHandle Context { get; }

    /// <summary>The device, as users name it.</summary>
    public DeviceId Device => Context.Device;

    /// <summary>The native handle, to be passed on at once; every call takes it from here, so that none is made after
    /// CUDA was lost.</summary>
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

    /// <summary>Turns the status of a release into its failure's text; never throws.</summary>
    internal static string? Outcome(CuResult result, string operation, DeviceId device)
    {
        // A driver that has shut down has freed everything.
        if (result.IsSuccess || result.Code == (int)CuError.CUDA_ERROR_DEINITIALIZED) return null;
        var failure = new CudaException(result, CudaErrorText.Failure(result, operation, device));
        if (result.IsSticky) CudaFault.Process.Set(failure);
        return failure.Message;
    }

    /// <summary>Destroys the native object <see cref="System.Runtime.InteropServices.SafeHandle.handle"/>; the context
    /// is current.</summary>
    /// <returns>Null, or why it failed.</returns>
    protected abstract string? Destroy();

    /// <inheritdoc/>
    protected sealed override string? Free()
    {
        if (CudaFault.Process.First is not null) return null;
        using CudaContextScope scope = Context.Enter();
        return Destroy();
    }
}
