namespace Mirrored;

/// <summary>One dataset behind another.</summary>
internal sealed class ConcatenateStage<T>(ElementStage<T> first, ElementStage<T> second) : ElementStage<T>
{
    public override long Count => Counts.Concatenate(first.Count, second.Count);

    public override int Shuffles => Math.Max(first.Shuffles, second.Shuffles);

    public override ElementReader<T> Open(Pass pass) => new Reader(first.Open(pass), second, pass);

    private sealed class Reader(ElementReader<T> current, ElementStage<T> second, Pass pass) : ElementReader<T>
    {
        private ElementReader<T> _current = current;
        private bool _isSecond;

        public override bool TryNext(ref T element)
        {
            if (_current.TryNext(ref element)) return true;
            if (_isSecond) return false;
            _current.Dispose();
            _current = second.Open(pass);
            _isSecond = true;
            return _current.TryNext(ref element);
        }

        public override void Dispose() => _current.Dispose();
    }
}
