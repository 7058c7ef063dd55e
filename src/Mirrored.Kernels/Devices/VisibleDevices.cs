using System.Globalization;

namespace Mirrored;

/// <summary>Reads <c>CUDA_VISIBLE_DEVICES</c> as the driver does, to explain what it hides. Only the driver
/// decides.</summary>
/// <remarks>Rules of NVIDIA's documentation: entries are numbers, or beginnings of identities (<c>GPU-...</c>,
/// <c>MIG-...</c>); the first entry decides which; the first one that names no device ends the list; a device named
/// twice leaves none at all.</remarks>
internal sealed class VisibleDevices
{
    /// <summary>The variable's name.</summary>
    public const string Variable = "CUDA_VISIBLE_DEVICES";

    private static readonly string[] Prefixes = ["GPU-", "MIG-"];

    private VisibleDevices(IReadOnlyList<int> devices, string? remark)
    {
        Devices = devices;
        Remark = remark;
    }

    /// <summary>The machine's numbers of the visible devices, in the order of their new numbers.</summary>
    public IReadOnlyList<int> Devices { get; }

    /// <summary>Why some of the text has no effect, in one sentence; null when all of it has.</summary>
    public string? Remark { get; }

    /// <summary>Reads a value.</summary>
    /// <param name="value">The variable's value; null when it is not set, which shows every device.</param>
    /// <param name="uuids">The identity of each device of the machine, in the driver's order.</param>
    public static VisibleDevices Parse(string? value, IReadOnlyList<string> uuids)
    {
        if (value is null) return new([.. Enumerable.Range(0, uuids.Count)], null);
        if (value.Trim().Length == 0) return new([], "it is empty, which hides every GPU");

        string[] entries = value.Split(',', StringSplitOptions.TrimEntries);
        string? prefix = Prefixes.FirstOrDefault(known => entries[0].StartsWith(known, StringComparison.Ordinal));
        var devices = new List<int>();
        for (int i = 0; i < entries.Length; i++)
        {
            string entry = entries[i];
            string? problem = prefix is null
                ? ByNumber(entry, uuids.Count, out int device)
                : ByUuid(entry, prefix, uuids, out device);
            if (problem is not null) return new(devices, Ending(i, entries.Length, entry, problem));
            if (devices.Contains(device))
                return new([], $"'{entry}' names a device for the second time, which hides every GPU");
            devices.Add(device);
        }

        return new(devices, null);
    }

    /// <summary>A number counts by its leading digits, as C's <c>strtoul</c> reads it: <c>1gpu</c> is 1.</summary>
    private static string? ByNumber(string entry, int count, out int device)
    {
        int start = entry.StartsWith('+') ? 1 : 0;
        int end = start;
        while (end < entry.Length && char.IsAsciiDigit(entry[end])) end++;
        ReadOnlySpan<char> digits = entry.AsSpan(start, end - start);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out device))
            return entry.StartsWith('-') ? "is negative" : "is not the number of a device";
        return device < count ? null : $"is not one of the {count} devices";
    }

    private static string? ByUuid(string entry, string prefix, IReadOnlyList<string> uuids, out int device)
    {
        device = -1;
        if (!entry.StartsWith(prefix, StringComparison.Ordinal))
            return $"does not begin with {prefix} as the first entry does";
        for (int i = 0; i < uuids.Count; i++)
        {
            if (!uuids[i].StartsWith(entry, StringComparison.Ordinal)) continue;
            if (device >= 0) return "is the beginning of more than one identity";
            device = i;
        }

        return device < 0 ? "is no device's identity" : null;
    }

    private static string Ending(int index, int count, string entry, string problem)
    {
        string consequence = index == 0 ? "which hides every GPU"
            : index == count - 1 ? "so it is ignored"
            : "so it and everything after it is ignored";
        return $"entry {index + 1}, '{entry}', {problem}, {consequence}";
    }
}
