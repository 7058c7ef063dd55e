namespace Mirrored;

/// <summary>What this process may take of a GPU's memory, and what it has taken.</summary>
internal sealed class GpuMemoryAccount
{
    private readonly Lock _lock = new();

    /// <summary>True takes memory as it is needed; false reserves the device, or the limit, at the start.</summary>
    public bool Growth { get; set; } = true;

    /// <summary>The most bytes that may be taken; null for no limit but the device's.</summary>
    public long? Limit { get; set; }

    /// <summary>Bytes taken now.</summary>
    public long Current { get; private set; }

    /// <summary>The most bytes that were taken at any time.</summary>
    public long Peak { get; private set; }

    /// <summary>Bytes left below the limit.</summary>
    public long Free => (Limit ?? long.MaxValue) - Current;

    /// <summary>Books some bytes.</summary>
    /// <returns>False when the limit does not allow it.</returns>
    public bool TryTake(long bytes)
    {
        lock (_lock)
        {
            if (bytes > Free) return false;
            Current += bytes;
            Peak = Math.Max(Peak, Current);
            return true;
        }
    }

    /// <summary>Books some bytes back.</summary>
    public void Return(long bytes)
    {
        lock (_lock) Current -= bytes;
    }

    /// <summary>Starts the peak at what is taken now.</summary>
    public void ResetPeak()
    {
        lock (_lock) Peak = Current;
    }
}
