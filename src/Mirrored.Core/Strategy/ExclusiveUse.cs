using System.Diagnostics;

namespace Mirrored;

/// <summary>Lets one thread at a time use something, and that thread as deeply nested as it likes; others are refused.</summary>
internal sealed class ExclusiveUse
{
    private readonly object _lock = new(); // Waited on, which Lock cannot be.
    private int _owner;
    private int _depth;

    private bool OthersHaveIt => _depth > 0 && _owner != Environment.CurrentManagedThreadId;

    /// <summary>Takes it until the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    public IDisposable Enter(object what)
    {
        lock (_lock)
        {
            if (OthersHaveIt)
                throw new InvalidOperationException($"{what} is in use by another thread. Wait until that call has returned.");
            _owner = Environment.CurrentManagedThreadId;
            _depth++;
        }

        return new Token(this);
    }

    /// <summary>Waits until no other thread has it.</summary>
    /// <returns>False when the limit passed.</returns>
    public bool AwaitOthers(TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            while (OthersHaveIt)
            {
                TimeSpan left = limit - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero) return false;
                Monitor.Wait(_lock, left);
            }

            return true;
        }
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
                if (--use._depth == 0) Monitor.PulseAll(use._lock);
            }
        }
    }
}
