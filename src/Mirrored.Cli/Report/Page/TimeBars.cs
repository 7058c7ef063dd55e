namespace Mirrored.Cli;

/// <summary>Draws where the time of a step went on each device: a bar each, parts side by side.</summary>
internal static class TimeBars
{
    private const int Width = 560, Row = 34, Bar = 22, Left = 84, Right = 84, LeastLabelled = 36;

    private const double Shortest = 1e-9;

    /// <summary>The bars of one run.</summary>
    public static Markup Of(IReadOnlyList<DeviceTime> devices, string? advice)
    {
        string[] parts = [.. devices.SelectMany(device => device.Parts.Select(part => part.Key)).Distinct()];
        double longest = Math.Max(devices.Max(device => device.Step), Shortest);
        return Markup.Of($"""
            <figure class="card">
            <figcaption><h3>Time of a training step</h3>
            <ul class="legend">{Markup.Each(parts.Index(), part => Markup.Of($"<li><svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect class=\"p{part.Index % 8}\" width=\"12\" height=\"12\" rx=\"2\"/></svg><bdi>{part.Item}</bdi></li>"))}</ul></figcaption>
            <svg class="chart" viewBox="0 0 {Width} {devices.Count * Row + 4}" role="img" aria-label="{Description(devices)}">
            {Markup.Each(devices.Index(), device => Device(device.Item, device.Index * Row + 4, parts, longest))}
            </svg>
            {(advice is null ? Markup.None : Markup.Of($"<p class=\"advice\">{advice}</p>"))}
            {Table(devices, parts)}
            </figure>

            """);
    }

    private static Markup Device(DeviceTime device, int top, string[] parts, double longest)
    {
        double scale = (Width - Left - Right) / longest, x = Left;
        Markup bars = Markup.Each(device.Parts, part =>
        {
            double width = part.Value * scale, at = x;
            x += width;
            string label = width < LeastLabelled ? "" : Format.Percent(Math.Round(part.Value / device.Step, 2));
            return Markup.Of($"""
                <rect class="p{Array.IndexOf(parts, part.Key) % 8}" x="{at}" y="{top}" width="{width}" height="{Bar}"><title>{part.Key}: {Format.Value(part.Value)} ms</title></rect><text class="inbar mid" x="{at + width / 2}" y="{top + 15}">{label}</text>
                """);
        });
        return Markup.Of($"""
            <text class="tick end" x="{Left - 8}" y="{top + 15}">{device.Device}</text>{bars}<text class="tick" x="{x + 8}" y="{top + 15}">{Format.Value(device.Step)} ms</text>

            """);
    }

    private static string Description(IReadOnlyList<DeviceTime> devices) => string.Join(" ", devices.Select(
        device => $"{device.Device}: {Format.Value(device.Step)} ms a step, of it {string.Join(", ", device.Parts.Select(part => $"{part.Key} {Format.Value(part.Value)}"))}."));

    private static Markup Table(IReadOnlyList<DeviceTime> devices, string[] parts) => Markup.Of($"""
        <details><summary>Values, in milliseconds</summary><div class="wide"><table><thead><tr><th scope="col">device</th>{Markup.Each(parts, part => Markup.Of($"<th scope=\"col\">{part}</th>"))}<th scope="col">step</th></tr></thead><tbody>
        {Markup.Each(devices, device => Markup.Of($"<tr><th scope=\"row\"><bdi>{device.Device}</bdi></th>{Markup.Each(parts, part => Markup.Of($"<td>{Cell(device, part)}</td>"))}<td>{Format.Value(device.Step)}</td></tr>\n"))}
        </tbody></table></div></details>
        """);

    private static string Cell(DeviceTime device, string part) =>
        device.Parts.Any(p => p.Key == part) ? Format.Value(device.Parts.First(p => p.Key == part).Value) : "";
}
