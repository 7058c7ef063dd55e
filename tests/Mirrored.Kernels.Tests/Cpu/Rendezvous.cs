using System.Diagnostics;

namespace Mirrored;

/// <summary>Waiting for another thread without allocating, and never for ever.</summary>
internal static class Rendezvous
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Lets others run until <paramref name="value"/> has reached <paramref name="target"/>.</summary>
    public static void Await(ref int value, int target)
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref value) < target)
        {
            if (Stopwatch.GetElapsedTime(start) > Limit) throw new TimeoutException("The other thread did not come.");
            Thread.Yield();
        }
    }

    /// <summary>Lets others run until a thread blocks.</summary>
    public static void AwaitBlocked(Thread thread)
    {
        long start = Stopwatch.GetTimestamp();
        while ((thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) == 0)
        {
            if (Stopwatch.GetElapsedTime(start) > Limit) throw new TimeoutException("The thread did not block.");
            Thread.Yield();
        }
    }

    /// <summary>Waits for a thread's end.</summary>
    public static void Join(Thread thread) => Assert.True(thread.Join(Limit), "The thread did not end.");
}
