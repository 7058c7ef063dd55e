namespace Mirrored.Cli;

/// <summary>Draws where the time of a step went on each device: a bar each, parts side by side.</summary>
internal static class TimeBars
{
    private const int Width = 560, Row = 34, Bar = 22, Baseline = 15, Left = 84, Right = 100, LeastLabelled = 36, Colors = 8;

    private const double Shortest = 1e-9;

    /// <summary>The bars of one run.</summary>
    public static Markup Of(IReadOnlyList<DeviceTime> devices, string? advice)
    {
        string[] parts = [.. devices.SelectMany(device => device.Parts.Select(part => part.Key)).Distinct()];
        double longest = Math.Max(devices.Max(device => device.Step), Shortest);
        return Markup.Of($"""
            <figure class="card">
            <figcaption><h3>Time of a training step</h3>
            <ul class="legend">{Markup.Each(parts.Index(), part => Legend(part.Index, part.Item))}</ul></figcaption>
            <svg class="chart" viewBox="0 0 {Width} {devices.Count * Row + 4}" role="img" aria-label="{Description(devices)}">
            {Markup.Each(devices.Index(), device => Device(device.Item, device.Index * Row + 4, parts, longest))}
            </svg>
            {(advice is null ? Markup.None : Markup.Of($"<p class=\"advice\">{advice}</p>"))}
            {DataTable.Hidden("Values, in milliseconds", Table(devices, parts))}
            </figure>

            """);
    }

    private static Markup Legend(int number, string part) => Markup.Of($"""
        <li><svg width="12" height="12" aria-hidden="true"><rect class="p{number % Colors}" width="12" height="12" rx="2"/></svg><bdi>{part}</bdi></li>
        """);

    private static Markup Device(DeviceTime device, int top, string[] parts, double longest)
    {
        double scale = (Width - Left - Right) / longest, x = Left;
        Markup bars = Markup.Each(device.Parts, part =>
        {
            double width = part.Value * scale, at = x;
            x += width;
            string label = width < LeastLabelled ? "" : Format.Percent(Math.Round(part.Value / device.Step, 2));
            return Markup.Of($"""
                <rect class="p{Array.IndexOf(parts, part.Key) % Colors}" x="{at}" y="{top}" width="{width}" height="{Bar}">
                <title>{part.Key}: {Format.Value(part.Value)} ms</title></rect><text class="inbar mid" x="{at + width / 2}" y="{top + Baseline}">{label}</text>
                """);
        });
        return Markup.Of($"""
            <text class="tick end" x="{Left - 8}" y="{top + Baseline}">{device.Device}</text>{bars}
            <text class="tick" x="{x + 8}" y="{top + Baseline}">{Format.Milliseconds(device.Step)}</text>

            """);
    }

    private static string Description(IReadOnlyList<DeviceTime> devices) => string.Join(" ", devices.Select(device =>
        $"{device.Device}: {Format.Milliseconds(device.Step)} a step, of it "
        + $"{string.Join(", ", device.Parts.Select(part => $"{part.Key} {Format.Value(part.Value)}"))}."));

    private static Markup Table(IReadOnlyList<DeviceTime> devices, string[] parts) => DataTable.Of(
        "device", [.. parts, "step"],
        devices.Select(device => (device.Device, parts.Select(part => Cell(device, part)).Append(Format.Value(device.Step)))));

    private static string Cell(DeviceTime device, string part) =>
        string.Concat(device.Parts.Where(p => p.Key == part).Take(1).Select(p => Format.Value(p.Value)));
}
