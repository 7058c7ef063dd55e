namespace Mirrored.Cli;

/// <summary>Reads <c>--devices</c>.</summary>
internal static class DeviceList
{
    /// <summary>What the option takes, for help texts.</summary>
    public const string Forms =
        "all, or names separated by commas: GPU:0,GPU:1 or 0,1 for GPUs; CPU:0,CPU:1 or cpus:2 for virtual CPU devices";

    /// <summary>The devices that a text names; null for <c>all</c> and for no text.</summary>
    /// <exception cref="ArgumentException">The text names none, or none that makes sense.</exception>
    public static IReadOnlyList<DeviceId>? Parse(string? text)
    {
        if (text is null || text.Equals("all", StringComparison.OrdinalIgnoreCase)) return null;
        if (text.StartsWith("cpus:", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(text.AsSpan("cpus:".Length), out int count))
            return Mirrored.Devices.Cpus(count);
        DeviceId[] devices =
        [
            .. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Device),
        ];
        if (devices.Length == 0) throw new ArgumentException($"--devices is empty; it takes {Forms}.");
        DeviceId? twice = devices.GroupBy(device => device).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? devices : throw new ArgumentException($"--devices names {twice} twice.");
    }

    private static DeviceId Device(string text)
    {
        if (int.TryParse(text, out int number) && number >= 0) return new DeviceId(DeviceKind.Gpu, number);
        try
        {
            return DeviceId.Parse(text);
        }
        catch (ArgumentException)
        {
            throw new ArgumentException($"--devices: '{text}' is no device; it takes {Forms}.");
        }
    }
}
