namespace Mirrored.Keras.Tests;

/// <summary>A clock that a test moves.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _nanoseconds = 42;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => _nanoseconds;

    public void Advance(double seconds) => _nanoseconds += (long)Math.Round(seconds * TimestampFrequency);
}
