namespace Mirrored;

/// <summary>A function of each element, called on several threads.</summary>
internal sealed class ParallelMapStage<T, TResult>(
    ElementStage<T> input, Func<T, TResult> function, int calls, bool deterministic) : ElementStage<TResult>
{
    public override long Count => input.Count;

    public override int Shuffles => input.Shuffles;

    // Twice as many places as calls, so that a slow element does not stop the others at once.
    public override ElementReader<TResult> Open(Pass pass) => new Reader(
        input, function, pass, new("Mirrored map", calls, 2 * calls, deterministic, Timeout.InfiniteTimeSpan));

    private sealed class Reader(
        ElementStage<T> input, Func<T, TResult> function, Pass pass, BackgroundSettings settings)
        : BackgroundReader<T, TResult>(input, pass, settings)
    {
        protected override TResult Convert(T item, long number) =>
            UserCode.Apply(function, item, MapStage<T, TResult>.Name, number, Ended);
    }
}
