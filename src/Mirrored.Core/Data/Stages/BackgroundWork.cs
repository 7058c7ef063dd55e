using System.Runtime.ExceptionServices;

namespace Mirrored;

/// <summary>The threads of one reader that reads ahead. The last one to end closes what they read.</summary>
/// <remarks>They run code of the user, which nobody can interrupt: who ends them waits for a limit and then leaves them behind.
/// They are background threads and end, closing their input, as soon as that code returns.</remarks>
internal sealed class BackgroundWork
{
    /// <summary>How long the end of a pass waits for code of the user that is still running.</summary>
    public static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly Thread[] _threads;
    private readonly Action _close;
    private int _running;
    private Exception? _closeFailure;

    /// <summary>Starts the threads.</summary>
    /// <param name="name">What they are called in a debugger.</param>
    /// <param name="threads">How many.</param>
    /// <param name="work">What each does.</param>
    /// <param name="close">What the last one does at its end.</param>
    public BackgroundWork(string name, int threads, Action work, Action close)
    {
        _close = close;
        _running = threads;
        _threads = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(() => Run(work)) { IsBackground = true, Name = name };
            _threads[i].Start();
        }
    }

    /// <summary>Waits for the threads, which were told to end; a failure to close their input is thrown here.</summary>
    /// <returns>False when some still run after <see cref="CloseLimit"/>.</returns>
    public bool Join()
    {
        long end = Environment.TickCount64 + (long)CloseLimit.TotalMilliseconds;
        foreach (Thread thread in _threads)
            if (!thread.Join((int)Math.Max(0, end - Environment.TickCount64))) return false;
        if (_closeFailure is not null) ExceptionDispatchInfo.Throw(_closeFailure);
        return true;
    }

    private void Run(Action work)
    {
        work();
        if (Interlocked.Decrement(ref _running) > 0) return;
        try
        {
            _close();
        }
#pragma warning disable CA1031 // Whatever the user's Dispose throws is for the reader's thread, not for the runtime to end on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _closeFailure = failure;
        }
    }
}
