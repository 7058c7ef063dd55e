namespace Mirrored;

/// <summary>The CPU's: work is done when the next step is filled in, so host and device share the one memory.</summary>
internal sealed unsafe class CpuUpload(long bytes, string purpose) : UploadBuffer
{
    private readonly CpuBuffer _memory = new(bytes, purpose);

    public override nint Address => _memory.Address;

    public override long Length => _memory.Length;

    public override Span<byte> Next() => new((void*)_memory.Address, checked((int)_memory.Length));

    public override void Send(DeviceStream stream, int bytes)
    {
    }

    public override void Dispose() => _memory.Dispose();
}
