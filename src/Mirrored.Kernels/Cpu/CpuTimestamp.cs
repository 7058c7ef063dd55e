using System.Diagnostics;

namespace Mirrored;

/// <summary>The processor's time at which a thread came to a place.</summary>
internal sealed class CpuTimestamp : DeviceTimestamp
{
    private long _ticks;

    /// <summary>Notes the time.</summary>
    public void Note() => _ticks = Stopwatch.GetTimestamp();

    public override double? SecondsSince(DeviceTimestamp earlier) =>
        Stopwatch.GetElapsedTime(((CpuTimestamp)earlier)._ticks, _ticks).TotalSeconds;

    public override void Dispose()
    {
    }
}
