namespace Mirrored;

/// <summary>One 64-bit word that kernels write and the host reads without waiting for them.</summary>
internal abstract class DeviceSignal : IDisposable
{
    /// <summary>The word's address on the device.</summary>
    public abstract nint Address { get; }

    /// <summary>What the device wrote last; zero at first.</summary>
    public unsafe long Value => Volatile.Read(ref *(long*)HostAddress);

    /// <summary>The word's address on the host.</summary>
    protected abstract nint HostAddress { get; }

    /// <summary>Makes it zero again; only while nothing runs that may write it.</summary>
    public unsafe void Clear() => Volatile.Write(ref *(long*)HostAddress, 0);

    /// <inheritdoc/>
    public abstract void Dispose();
}
