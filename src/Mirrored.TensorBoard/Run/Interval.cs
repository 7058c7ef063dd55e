namespace Mirrored.Keras;

/// <summary>Steps and rows over a time, to tell how fast training is.</summary>
/// <param name="time">The clock.</param>
internal sealed class Interval(TimeProvider time)
{
    private long _start = time.GetTimestamp();
    private TimeSpan? _elapsed;

    /// <summary>Steps in the interval.</summary>
    public int Steps { get; private set; }

    /// <summary>Rows that these steps took.</summary>
    public long Rows { get; private set; }

    /// <summary>The interval's length until now, or until it was ended.</summary>
    public double Seconds => (_elapsed ?? time.GetElapsedTime(_start)).TotalSeconds;

    /// <summary>Begins anew.</summary>
    public void Restart() => (_start, _elapsed, Steps, Rows) = (time.GetTimestamp(), null, 0, 0);

    /// <summary>Notes a step.</summary>
    public void Add(long rows)
    {
        Steps++;
        Rows += rows;
    }

    /// <summary>Ends the interval, if it is not ended yet.</summary>
    public void End() => _elapsed ??= time.GetElapsedTime(_start);
}
