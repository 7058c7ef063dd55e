namespace Mirrored;

/// <summary>Where row numbers become elements: the border between an index-only pipeline and what cannot be one.</summary>
internal sealed class IndexStage<T>(IndexPipeline pipeline, Func<IndexPipeline, ReadOnlySpan<int>, T> read) : ElementStage<T>
{
    public override long Count => pipeline.Count;

    public override int Shuffles => pipeline.Shuffles;

    public override ElementReader<T> Open(Pass pass) => new Reader(pipeline, read, pass);

    private sealed class Reader : ElementReader<T>
    {
        private readonly IndexPipeline _pipeline;
        private readonly Func<IndexPipeline, ReadOnlySpan<int>, T> _read;
        private readonly IndexStream _stream;
        private readonly int[] _rows;
        private readonly CancellationToken _token;

        public Reader(IndexPipeline pipeline, Func<IndexPipeline, ReadOnlySpan<int>, T> read, Pass pass)
        {
            (_pipeline, _read, _token) = (pipeline, read, pass.Token);
            _stream = pipeline.OpenStream(pass.Seed);
            _stream.Restart(pass.Iteration);
            _rows = new int[_stream.Width];
        }

        public override bool TryNext(ref T element)
        {
            _token.ThrowIfCancellationRequested();
            int count = _stream.Next(_rows);
            if (count > 0) element = _read(_pipeline, _rows.AsSpan(0, count));
            return count > 0;
        }

        public override void Dispose()
        {
        }
    }
}
