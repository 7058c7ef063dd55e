namespace Mirrored;

/// <summary>Room for a copy of a piece of device memory, taken between two steps without waiting for either.</summary>
/// <remarks>The copy lies on the device, and is queued as any other work. A device that has no room for it copies to the host
/// instead, which the steps behind it wait for.</remarks>
internal sealed class BufferSnapshot : IDisposable
{
    private const int PieceBytes = 1 << 28;

    private readonly DeviceBuffer _source;
    private readonly DeviceBuffer _copy;
    private readonly PreparedOperation? _launch;

    /// <summary>Takes memory; on the replica's own thread.</summary>
    /// <param name="replica">Whose memory it is.</param>
    /// <param name="source">What will be copied.</param>
    public BufferSnapshot(Replica replica, DeviceBuffer source)
    {
        _source = source;
        try
        {
            _copy = replica.Device.Allocate(source.Length, "the copy that checkpoints are written from");
            _launch = replica.Stream.PrepareCopy(replica.Device, _copy.Address, replica.Device, source.Address, source.Length);
        }
        catch (InsufficientMemoryException) when (replica.Device.Id.Kind != DeviceKind.Cpu)
        {
            _copy = new CpuBuffer(source.Length, "the copy that checkpoints are written from");
        }
    }

    /// <summary>Queues the copy; on the replica's own thread.</summary>
    public unsafe void Take()
    {
        if (_launch is not null)
        {
            _launch.Launch();
            return;
        }

        for (long at = 0; at < _copy.Length; at += PieceBytes)
            _source.Read(new Span<byte>((void*)(_copy.Address + (nint)at), (int)Math.Min(PieceBytes, _copy.Length - at)), at);
    }

    /// <summary>Reads from the copy, when it is done.</summary>
    public void Read(Span<byte> destination, long offset) => _copy.Read(destination, offset);

    public void Dispose() => _copy.Dispose();
}
