namespace Mirrored;

/// <summary>The elements of an enumerable, which is enumerated anew for each pass.</summary>
internal sealed class EnumerableStage<T>(IEnumerable<T> source, string operation) : ElementStage<T>
{
    public override long Count => source.TryGetNonEnumeratedCount(out int count) ? count : Counts.Unknown;

    public override int Shuffles => 0;

    public override ElementReader<T> Open(Pass pass) => new Reader(source, operation, pass.Token);

    private sealed class Reader(IEnumerable<T> source, string operation, CancellationToken token) : ElementReader<T>
    {
        private IEnumerator<T>? _enumerator;
        private long _index;
        private bool _done;

        public override bool TryNext(ref T element)
        {
            token.ThrowIfCancellationRequested();
            if (_done) return false;
            try
            {
                _enumerator ??= source.GetEnumerator();
                _done = !_enumerator.MoveNext();
                if (_done) return false;
                element = _enumerator.Current ?? throw UserCode.GaveNull();
            }
            catch (Exception cause) when (UserCode.Failed(cause, token))
            {
                _done = true;
                throw new DatasetException(operation, _index, cause);
            }

            _index++;
            return true;
        }

        public override void Dispose() => _enumerator?.Dispose();
    }
}
