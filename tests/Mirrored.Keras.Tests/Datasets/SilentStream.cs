namespace Mirrored.Keras.Tests;

/// <summary>Gives some bytes and then nothing more, as a server that hangs.</summary>
internal sealed class SilentStream(byte[] start) : MemoryStream(start)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await base.ReadAsync(buffer, cancellationToken);
        if (read == 0) await Task.Delay(Timeout.Infinite, cancellationToken);
        return read;
    }
}
