namespace Mirrored;

/// <summary>Every n-th element.</summary>
internal sealed class ShardStage<T>(ElementStage<T> input, int shards, int index) : ElementStage<T>
{
    public override long Count => Counts.Shard(input.Count, shards, index);

    public override int Shuffles => input.Shuffles;

    public override ElementReader<T> Open(Pass pass) => new Reader(input.Open(pass), shards, index);

    private sealed class Reader(ElementReader<T> input, int shards, int index) : ElementReader<T>
    {
        private int _toSkip = index;

        public override bool TryNext(ref T element)
        {
            for (; _toSkip > 0; _toSkip--)
                if (!input.TryNext(ref element)) return false;
            _toSkip = shards - 1;
            return input.TryNext(ref element);
        }

        public override void Dispose() => input.Dispose();
    }
}
