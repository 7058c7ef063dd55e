namespace Mirrored;

/// <summary>One device: its memory, its streams and its kernels.</summary>
internal abstract class Device : IDisposable
{
    /// <summary>The device's name.</summary>
    public abstract DeviceId Id { get; }

    /// <summary>What a person should know about how this device computes, in one line; null when there is nothing.</summary>
    public virtual string? Notice => null;

    /// <summary>Makes this device the calling thread's; a thread that launches does it once.</summary>
    public virtual void Bind()
    {
    }

    /// <summary>Takes memory; the caller disposes it.</summary>
    /// <param name="bytes">How much; zero is allowed.</param>
    /// <param name="purpose">What it is for, told when there is not enough.</param>
    /// <returns>Memory filled with zeros, aligned to 256 bytes.</returns>
    /// <exception cref="InsufficientMemoryException">The device has no such piece left.</exception>
    public abstract DeviceBuffer Allocate(long bytes, string purpose);

    /// <summary>Makes bytes of a host array readable on the device: the CPU pins the array, a GPU copies them.</summary>
    /// <param name="array">An array of numbers; it must not change while the buffer lives.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="bytes">How many.</param>
    /// <exception cref="InsufficientMemoryException">The device has no such piece left.</exception>
    public abstract DeviceBuffer Adopt(Array array, long offset, long bytes);

    /// <summary>Takes memory whose contents the host replaces for every step.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="slots">How many steps may be queued.</param>
    /// <param name="purpose">What it is for, told when there is not enough.</param>
    /// <exception cref="InsufficientMemoryException">The device has no such piece left.</exception>
    public abstract UploadBuffer CreateUpload(long bytes, int slots, string purpose);

    /// <summary>Takes a word that kernels write and the host reads while they run.</summary>
    public abstract DeviceSignal CreateSignal();

    /// <summary>Makes a way for the data of each step that does not wait for the step before.</summary>
    /// <param name="compute">The stream whose work reads the data.</param>
    /// <param name="slots">How many steps may be queued.</param>
    public abstract StagingBuffer CreateStaging(DeviceStream compute, int slots);

    /// <summary>Waits until this thread may compute; devices that share nothing need not wait.</summary>
    public virtual void BeginCompute()
    {
    }

    /// <summary>Ends what <see cref="BeginCompute"/> began.</summary>
    public virtual void EndCompute()
    {
    }

    /// <summary>Gives up a device that does not answer: nothing waits for it or calls it any more, not even to free its memory.
    /// </summary>
    public virtual void Abandon()
    {
    }

    /// <summary>Makes a stream: a queue of work that runs in order.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="urgent">True lets its kernels go before those of other streams.</param>
    public abstract DeviceStream CreateStream(string name, bool urgent = false);

    /// <summary>True when the other device is a part of the same hardware, so that kernels of each use the other's memory as
    /// their own.</summary>
    public abstract bool SharesMemoryWith(Device other);

    /// <summary>Opens the direct path to another device's memory, for copies and kernels; once is enough.</summary>
    /// <returns>False when there is none: then copies go through the host.</returns>
    public abstract bool TryReach(Device other);

    /// <summary>Binds an operation to memory and a stream; done once, when a plan is built.</summary>
    /// <exception cref="NotSupportedException">The device has no kernel for the operation.</exception>
    public abstract PreparedOperation Prepare(Operation operation, MemoryMap memory, DeviceStream stream);

    /// <inheritdoc/>
    public abstract void Dispose();
}
