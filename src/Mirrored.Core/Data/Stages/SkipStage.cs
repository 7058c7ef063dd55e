namespace Mirrored;

/// <summary>All but the first elements.</summary>
internal sealed class SkipStage<T>(ElementStage<T> input, long first) : ElementStage<T>
{
    public override long Count => Counts.Skip(input.Count, first);

    public override int Shuffles => input.Shuffles;

    public override ElementReader<T> Open(Pass pass) => new Reader(input.Open(pass), first);

    private sealed class Reader(ElementReader<T> input, long first) : ElementReader<T>
    {
        private long _left = first;

        public override bool TryNext(ref T element)
        {
            for (; _left > 0; _left--)
                if (!input.TryNext(ref element)) return false;
            return input.TryNext(ref element);
        }

        public override void Dispose() => input.Dispose();
    }
}
