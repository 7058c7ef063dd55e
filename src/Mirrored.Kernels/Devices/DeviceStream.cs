namespace Mirrored;

/// <summary>A queue of work on one device that runs in the order in which it was given.</summary>
internal abstract class DeviceStream : IDisposable
{
    /// <summary>Waits on the host until everything queued so far is done.</summary>
    public abstract void Synchronize();

    /// <summary>Marks the work queued so far; others wait for the mark.</summary>
    public abstract void Record(DeviceEvent mark);

    /// <summary>Makes all later work of this stream wait for a mark of another one, without waiting on the host.</summary>
    public abstract void Wait(DeviceEvent mark);

    /// <summary>Makes a mark that streams can record and wait for.</summary>
    public abstract DeviceEvent CreateEvent();

    /// <summary>Notes when the device is done with the work queued so far.</summary>
    public abstract void Record(DeviceTimestamp moment);

    /// <summary>Makes a moment that this stream can note.</summary>
    public abstract DeviceTimestamp CreateTimestamp();

    /// <summary>Binds a copy from one device's memory to another's, or within one, to this stream.</summary>
    /// <param name="target">The device copied to.</param>
    /// <param name="to">The first address there.</param>
    /// <param name="source">The device copied from; either one is the stream's own.</param>
    /// <param name="from">The first address there.</param>
    /// <param name="bytes">How much.</param>
    public abstract PreparedOperation PrepareCopy(Device target, nint to, Device source, nint from, long bytes);

    /// <summary>Queues overwriting a buffer with zeros.</summary>
    public abstract void Clear(DeviceBuffer buffer);

    /// <summary>True when <see cref="Capture"/> works.</summary>
    public virtual bool CanCapture => false;

    /// <summary>Records work instead of running it.</summary>
    /// <param name="work">Launches on this stream that have run before; it must neither allocate nor wait.</param>
    /// <returns>The work, not run yet.</returns>
    /// <exception cref="NotSupportedException">The device cannot record.</exception>
    public virtual DeviceGraph Capture(Action work) => throw new NotSupportedException("This device records no graphs.");

    /// <inheritdoc/>
    public abstract void Dispose();
}
