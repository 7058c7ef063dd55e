namespace Mirrored;

/// <summary>Lets one thread at a time use something, and that thread as deeply nested as it likes; others are refused.</summary>
internal sealed class ExclusiveUse
{
    private readonly Lock _lock = new();
    private int _owner;
    private int _depth;

    /// <summary>Takes it until the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    public IDisposable Enter(object what)
    {
        lock (_lock)
        {
            if (_depth > 0 && _owner != Environment.CurrentManagedThreadId)
                throw new InvalidOperationException($"{what} is in use by another thread. Wait until that call has returned.");
            _owner = Environment.CurrentManagedThreadId;
            _depth++;
        }

        return new Token(this);
    }

    private sealed class Token(ExclusiveUse use) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            lock (use._lock)
            {
                if (_left) return;
                _left = true;
                use._depth--;
            }
        }
    }
}
