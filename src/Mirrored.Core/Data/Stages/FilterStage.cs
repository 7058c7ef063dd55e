namespace Mirrored;

/// <summary>The elements that a function says yes to.</summary>
internal sealed class FilterStage<T>(ElementStage<T> input, Func<T, bool> predicate) : ElementStage<T>
{
    public override long Count => Counts.Unknown;

    public override int Shuffles => input.Shuffles;

    public override ElementReader<T> Open(Pass pass) => new Reader(input.Open(pass), predicate, pass.Token);

    private sealed class Reader(ElementReader<T> input, Func<T, bool> predicate, CancellationToken token) : ElementReader<T>
    {
        private long _index;

        public override bool TryNext(ref T element)
        {
            T item = default!; // Filled when TryNext says so.
            while (input.TryNext(ref item))
            {
                if (UserCode.Apply(predicate, item, "Filter", _index++, token))
                {
                    element = item;
                    return true;
                }

                item = default!; // It may be kept elsewhere.
            }

            return false;
        }

        public override void Dispose() => input.Dispose();
    }
}
