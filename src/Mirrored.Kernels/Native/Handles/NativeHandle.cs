using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>A native object with one owner, who disposes it. It keeps the object that it was made from alive.</summary>
/// <remarks>
/// Disposing is idempotent and never throws: a failure goes to <see cref="HandleLedger.ReleaseFailed"/>. A finalizer
/// releases nothing, as drivers may wait, take locks and need a current context: it puts the handle into the ledger's
/// queue, for a thread that owns a context. Whoever uses an object may not dispose it at the same time.
/// </remarks>
internal abstract class NativeHandle : SafeHandle
{
    /// <summary>True while this thread runs a finalizer of ours; a handle closed as a consequence is queued as
    /// well.</summary>
    [ThreadStatic]
    private static bool _isFinalizing;

    private readonly NativeHandle? _parent;
    private readonly HandleLedger _ledger;

    /// <summary>Takes over a native object.</summary>
    /// <param name="value">The native handle, not 0.</param>
    /// <param name="parent">The object that must outlive this one; null for none.</param>
    /// <param name="ledger">The books to keep it in; null for the process's.</param>
    /// <exception cref="ObjectDisposedException">The parent is disposed.</exception>
    protected NativeHandle(nint value, NativeHandle? parent, HandleLedger? ledger = null)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        bool isHeld = false;
        parent?.DangerousAddRef(ref isHeld);
        _parent = parent;
        _ledger = ledger ?? HandleLedger.Process;
        _ledger.Opened();
        SetHandle(value);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Releases the object and lets go of its parent; only for the ledger, after the finalizer.</summary>
    internal void ReleaseNow()
    {
        string? failure;
        try
        {
            failure = Free();
        }
        catch (Exception cause) when (cause is DllNotFoundException or EntryPointNotFoundException or GpuException)
        {
            failure = cause.Message;
        }

        _ledger.Closed();
        if (failure is not null) _ledger.Failed(new ReleaseFailure(GetType().Name, failure));
        _parent?.DangerousRelease();
    }

    /// <summary>Releases the native object <see cref="SafeHandle.handle"/>.</summary>
    /// <returns>Null, or why it failed.</returns>
    protected abstract string? Free();

    /// <inheritdoc/>
    protected sealed override bool ReleaseHandle()
    {
        if (_isFinalizing)
            _ledger.Forgotten(this);
        else
            ReleaseNow();
        return true;
    }

    /// <inheritdoc/>
    protected sealed override void Dispose(bool disposing)
    {
        _isFinalizing = !disposing;
        try
        {
            base.Dispose(disposing);
        }
        finally
        {
            _isFinalizing = false;
        }
    }
}
