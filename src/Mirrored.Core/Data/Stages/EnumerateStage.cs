namespace Mirrored;

/// <summary>Each element with its number.</summary>
internal sealed class EnumerateStage<T>(ElementStage<T> input, long start) : ElementStage<(long Index, T Element)>
{
    public override long Count => input.Count;

    public override int Shuffles => input.Shuffles;

    public override ElementReader<(long Index, T Element)> Open(Pass pass) => new Reader(input.Open(pass), start);

    private sealed class Reader(ElementReader<T> input, long start) : ElementReader<(long Index, T Element)>
    {
        private long _next = start;

        public override bool TryNext(ref (long Index, T Element) element)
        {
            element = (_next, default!); // The number tells that a pair is new; its element is filled below.
            if (!input.TryNext(ref element.Element)) return false;
            _next++;
            return true;
        }

        public override void Dispose() => input.Dispose();
    }
}
