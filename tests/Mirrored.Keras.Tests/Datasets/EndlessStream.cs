namespace Mirrored.Keras.Tests;

/// <summary>Gives zeros for ever.</summary>
internal sealed class EndlessStream : MemoryStream
{
    public long Handed { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Handed += buffer.Length;
        return ValueTask.FromResult(buffer.Length);
    }
}
