namespace Mirrored;

/// <summary>A function of each element, called one after another where the elements are pulled.</summary>
internal sealed class MapStage<T, TResult>(ElementStage<T> input, Func<T, TResult> function) : ElementStage<TResult>
{
    public const string Name = "Map";

    public override long Count => input.Count;

    public override int Shuffles => input.Shuffles;

    public override ElementReader<TResult> Open(Pass pass) => new Reader(input.Open(pass), function, pass.Token);

    private sealed class Reader(ElementReader<T> input, Func<T, TResult> function, CancellationToken token)
        : ElementReader<TResult>
    {
        private long _index;

        public override bool TryNext(ref TResult element)
        {
            T item = default!; // Filled when TryNext says so.
            if (!input.TryNext(ref item)) return false;
            element = UserCode.Apply(function, item, Name, _index++, token);
            return true;
        }

        public override void Dispose() => input.Dispose();
    }
}
