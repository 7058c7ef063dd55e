namespace Mirrored;

/// <summary>Elements read ahead by a thread of its own.</summary>
internal sealed class PrefetchStage<T>(ElementStage<T> input, int size) : ElementStage<T>
{
    /// <summary>How many elements are ready when the library chooses.</summary>
    public const int AutoTuned = 8;

    public override long Count => input.Count;

    public override int Shuffles => input.Shuffles;

    /// <summary>What is read ahead.</summary>
    public ElementStage<T> Input => input;

    /// <summary>How many elements, or <see cref="Dataset.AutoTune"/>.</summary>
    public int Size => size;

    public override ElementReader<T> Open(Pass pass) => new PrefetchReader<T>(
        input, pass, new("Mirrored prefetch", 1, size < 0 ? AutoTuned : size, true, Timeout.InfiniteTimeSpan));
}
