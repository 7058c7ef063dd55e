using System.Collections.Concurrent;

namespace Mirrored;

/// <summary>The books on native objects: how many live, how many were forgotten, which could not be released.</summary>
/// <remarks>One for the process; tests that forget handles on purpose keep their own.</remarks>
internal sealed class HandleLedger
{
    private readonly ConcurrentQueue<NativeHandle> _forgotten = new();
    private long _live;
    private long _leaked;

    /// <summary>The ledger of every handle that names no other.</summary>
    public static HandleLedger Process { get; } = new();

    /// <summary>Native objects made and not yet released.</summary>
    public long Live => Interlocked.Read(ref _live);

    /// <summary>Handles that nobody disposed, so that a finalizer found them. Each one is a bug.</summary>
    public long Leaked => Interlocked.Read(ref _leaked);

    /// <summary>Raised when an object could not be released, on the releasing thread. Handlers must not
    /// throw.</summary>
    public event Action<ReleaseFailure>? ReleaseFailed;

    /// <summary>Releases the objects whose handles were forgotten. Call it where the driver may be called and no stream
    /// of this thread is capturing: freeing memory would spoil the capture.</summary>
    public void ReleaseForgotten()
    {
        while (_forgotten.TryDequeue(out NativeHandle? handle)) handle.ReleaseNow();
    }

    internal void Opened() => Interlocked.Increment(ref _live);

    internal void Closed() => Interlocked.Decrement(ref _live);

    internal void Forgotten(NativeHandle handle)
    {
        Interlocked.Increment(ref _leaked);
        _forgotten.Enqueue(handle);
    }

    internal void Failed(ReleaseFailure failure) => ReleaseFailed?.Invoke(failure);
}
