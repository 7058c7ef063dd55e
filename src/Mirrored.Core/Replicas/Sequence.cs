using System.Diagnostics;

namespace Mirrored;

/// <summary>A number that only grows and that threads can wait for; waiting spins briefly, then blocks, never past a limit.</summary>
/// <remarks>Neither publishing nor waiting allocates, and publishing takes no lock while nobody is blocked.</remarks>
internal sealed class Sequence(ReplicaFault fault, int spins)
{
    private readonly object _pulse = new();
    private long _value;
    private int _blocked;

    /// <summary>The number published last.</summary>
    public long Value => Volatile.Read(ref _value);

    /// <summary>Publishes a number and wakes whoever waits for it.</summary>
    public void Publish(long value)
    {
        Volatile.Write(ref _value, value);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _blocked) > 0) Wake();
    }

    /// <summary>Wakes all waiting threads so that they look at the fault.</summary>
    public void Wake()
    {
        lock (_pulse) Monitor.PulseAll(_pulse);
    }

    /// <summary>Waits until the number is at least <paramref name="value"/>.</summary>
    /// <param name="value">The number to wait for.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <returns>False when the limit passed or a replica failed.</returns>
    public bool Wait(long value, TimeSpan limit) => Spin(value) || Block(value, limit, throughFault: false);

    /// <summary>As <see cref="Wait"/>, but a failure does not end it: for numbers that failed replicas publish too.</summary>
    public bool WaitThroughFault(long value, TimeSpan limit) => Spin(value) || Block(value, limit, throughFault: true);

    private bool Spin(long value)
    {
        for (int i = 0; i < spins; i++)
        {
            if (Value >= value) return true;
            Thread.SpinWait(8);
        }

        return Value >= value;
    }

    private bool Block(long value, TimeSpan limit, bool throughFault)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_pulse)
        {
            Interlocked.Increment(ref _blocked);
            try
            {
                while (Value < value)
                {
                    TimeSpan left = limit - Stopwatch.GetElapsedTime(start);
                    if ((fault.IsRaised && !throughFault) || left <= TimeSpan.Zero) return Value >= value;
                    Monitor.Wait(_pulse, left);
                }

                return true;
            }
            finally
            {
                Interlocked.Decrement(ref _blocked);
            }
        }
    }
}
