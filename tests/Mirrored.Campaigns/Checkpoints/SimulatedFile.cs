namespace Mirrored.Campaigns.Checkpoints;

/// <summary>A file of a <see cref="SimulatedDisk"/> that is being written.</summary>
internal sealed class SimulatedFile(SimulatedDisk disk, int number) : Stream
{
    /// <summary>Its number on the disk.</summary>
    public int Number { get; } = number;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Position;

    public override long Position { get; set; }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        disk.Write(Number, buffer, Position);
        Position += buffer.Length;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
