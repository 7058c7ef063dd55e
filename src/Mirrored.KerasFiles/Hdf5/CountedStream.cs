using System.Runtime.CompilerServices;

namespace Mirrored.Keras;

/// <summary>Counts what is read, which tells whether numbers came from this file, and stops a file that leads in circles, or elsewhere.
/// </summary>
/// <remarks>The HDF5 library opens the files that a list of external data or a link names, and has no switch for it. What comes by a
/// link is refused behind it, because nothing was counted here. The message with a list is read field by field, so here it is seen by
/// its first three fields, before anything is opened: the version, three reserved bytes and a count of two bytes. No other message of
/// the format begins so.</remarks>
internal sealed class CountedStream(Stream inner, long limit) : Stream
{
    private const byte Version = 1;

    // The last three reads, one behind the other in the file: how long, and the first byte.
    private (int Length, byte First) _first, _second, _third;
    private long _end = -1;

    /// <summary>The bytes read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Why the file was refused, once it was: the library may drop an exception and go on without what it was of.</summary>
    public string? Refusal { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        // A link that leads to itself has the library call itself until the stack ends, and the process with it. It reads on the way.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        long start = inner.Position;
        int count = inner.Read(buffer);
        if (count > 0) RefuseOtherFiles(start, count, buffer[0]);
        BytesRead += Math.Max(1, count); // Asking for nothing for ever is a circle, too.
        return BytesRead <= limit ? count : throw new InvalidDataException($"More than {limit} bytes were read of {Length}.");
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void RefuseOtherFiles(long start, int count, byte first)
    {
        if (start != _end) (_second, _third) = (default, default);
        (_first, _second, _third, _end) = (_second, _third, (count, first), start + count);
        if (_first == (1, Version) && (_second.Length, _third.Length) == (3, 2))
            throw new InvalidDataException(Refusal = $"before byte {_end} the name of another file, to be read in this one's place");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
