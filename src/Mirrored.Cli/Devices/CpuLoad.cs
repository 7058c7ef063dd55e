using System.Globalization;

namespace Mirrored.Cli;

/// <summary>How busy the processor is, between two looks at the kernel's counters; Linux only.</summary>
internal sealed class CpuLoad
{
    private const string Counters = "/proc/stat";
    private const int Idle = 3, WaitsForDisk = 4;

    private (long Busy, long All)? _last = Look();

    /// <summary>Percent since the last call; null at the first moment and where the system does not tell.</summary>
    public int? Read()
    {
        if (_last is not { } last || Look() is not { } now) return null;
        _last = now;
        long all = now.All - last.All;
        return all > 0 ? (int)(100 * (now.Busy - last.Busy) / all) : null;
    }

    private static (long Busy, long All)? Look()
    {
        if (!File.Exists(Counters)) return null;
        // "cpu  user nice system idle iowait irq softirq ...": ticks of all processors together.
        long[] ticks =
        [
            .. File.ReadLines(Counters).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .Select(text => long.Parse(text, CultureInfo.InvariantCulture)),
        ];
        long all = ticks.Sum();
        return (all - ticks[Idle] - ticks[WaitsForDisk], all);
    }
}
