namespace Mirrored.PublicApi.Tests;

/// <summary>An initializer from outside: alternating signs, a magnitude that falls with the number of rows.</summary>
public sealed class Alternating : Initializer
{
    protected override void Fill(Span<float> values, Shape shape, InitialRandom random)
    {
        for (int i = 0; i < values.Length; i++) values[i] = (i % 2 == 0 ? 1f : -1f) / shape[0];
    }
}
