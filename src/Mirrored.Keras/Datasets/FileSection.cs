namespace Mirrored.Keras;

/// <summary>A range of a file as a stream that notices whether a decompressor needed exactly this range.</summary>
/// <remarks>A decompressor reads ahead and never says where its data ended. The last byte is handed out by itself: asked for,
/// the data reaches to the end of the range; and asked for more after it, the data has not ended there.</remarks>
internal sealed class FileSection(Stream file, long start, long length) : Stream
{
    private long _position;

    /// <summary>True when the last byte was read.</summary>
    public bool IsUsedUp => _position == length;

    /// <summary>True when more was asked for after the last byte.</summary>
    public bool IsTooShort { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        long left = length - _position;
        long take = Math.Min(buffer.Length, left > 1 ? left - 1 : left);
        IsTooShort |= left == 0 && buffer.Length > 0;
        if (take == 0) return 0;
        file.Position = start + _position;
        int read = file.Read(buffer[..(int)take]);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
