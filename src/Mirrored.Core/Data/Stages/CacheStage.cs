namespace Mirrored;

/// <summary>Keeps the elements of the first complete pass in memory and hands them out from then on.</summary>
/// <remarks>That pass is always the input's pass 0, so that what is kept does not depend on when it is read.</remarks>
internal sealed class CacheStage<T>(ElementStage<T> input) : ElementStage<T>
{
    private List<T>? _kept;

    public override long Count => Volatile.Read(ref _kept)?.Count ?? input.Count;

    public override int Shuffles => input.Shuffles;

    public override ElementReader<T> Open(Pass pass) => Volatile.Read(ref _kept) is { } kept
        ? new KeptReader(kept, pass.Token)
        : new KeepingReader(this, input.Open(pass with { Iteration = 0 }));

    private sealed class KeepingReader(CacheStage<T> stage, ElementReader<T> input) : ElementReader<T>
    {
        private List<T>? _elements = [];

        public override bool TryNext(ref T element)
        {
            T item = default!; // Filled when TryNext says so; kept, so never one to fill again.
            if (input.TryNext(ref item))
            {
                _elements!.Add(item); // Null only behind the end.
                element = item;
                return true;
            }

            // Two passes may have read at the same time; whoever comes second leaves what is there.
            if (_elements is not null) Interlocked.CompareExchange(ref stage._kept, _elements, null);
            _elements = null;
            return false;
        }

        public override void Dispose() => input.Dispose();
    }

    private sealed class KeptReader(List<T> kept, CancellationToken token) : ElementReader<T>
    {
        private int _next;

        public override bool TryNext(ref T element)
        {
            token.ThrowIfCancellationRequested();
            if (_next == kept.Count) return false;
            element = kept[_next++];
            return true;
        }

        public override void Dispose()
        {
        }
    }
}
