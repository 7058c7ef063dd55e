namespace Mirrored;

/// <summary>The elements of an asynchronous enumerable, which is enumerated anew for each pass.</summary>
/// <remarks>Pulling waits for the element. A pass that ends while one is pending cancels it; if that does not help in time, the
/// enumerator is closed when the element comes.</remarks>
internal sealed class AsyncEnumerableStage<T>(IAsyncEnumerable<T> source, string operation) : ElementStage<T>
{
    public override long Count => Counts.Unknown;

    public override int Shuffles => 0;

    public override ElementReader<T> Open(Pass pass) => new Reader(source, operation, pass.Token);

    private sealed class Reader(IAsyncEnumerable<T> source, string operation, CancellationToken token) : ElementReader<T>
    {
        private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(token);
        private IAsyncEnumerator<T>? _enumerator;
        private Task<bool>? _pending;
        private long _index;
        private bool _done;

        public override bool TryNext(ref T element)
        {
            token.ThrowIfCancellationRequested();
            if (_done) return false;
            try
            {
                _enumerator ??= source.GetAsyncEnumerator(_ended.Token);
                _done = !MoveNext(_enumerator);
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

        public override void Dispose()
        {
            _ended.Cancel();
            Task closed = CloseAsync();
            if (Task.WaitAny([closed], BackgroundWork.CloseLimit) < 0) return;
            _ended.Dispose();
            closed.GetAwaiter().GetResult();
        }

        // Without a context to come back to: this thread waits, so nothing could come back to it.
        private bool MoveNext(IAsyncEnumerator<T> enumerator)
        {
            SynchronizationContext? context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            try
            {
                ValueTask<bool> next = enumerator.MoveNextAsync();
                if (next.IsCompleted) return next.GetAwaiter().GetResult();
                _pending = next.AsTask();
                Task.WaitAny([_pending], token);
                return _pending.GetAwaiter().GetResult();
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(context);
            }
        }

        // An enumerator may be closed only while no element is pending. How that one ends is nobody's business any more.
        private async Task CloseAsync()
        {
            if (_pending is { } pending) await pending.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            if (_enumerator is not null) await _enumerator.DisposeAsync().ConfigureAwait(false);
        }
    }
}
