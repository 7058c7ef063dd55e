namespace Mirrored.Cli;

/// <summary>Draws curves of several runs, with legend and table.</summary>
internal static class LineChart
{
    private const int Width = 560, Height = 260, Left = 68, Right = 14, Top = 10, Bottom = 40;
    private const int MostDots = 40, MostRows = 200;

    /// <summary>A chart of one quantity.</summary>
    /// <param name="name">What it shows.</param>
    /// <param name="unit">What points are numbered by.</param>
    /// <param name="lines">The lines; at least one has points.</param>
    public static Markup Of(string name, string unit, IReadOnlyList<ChartLine> lines)
    {
        Point[] all = [.. lines.SelectMany(line => line.Points)], finite = [.. all.Where(point => double.IsFinite(point.Y))];
        return Markup.Of($"""
            <figure class="card">
            <figcaption><h3>{name}</h3>{Legend(lines)}</figcaption>
            {(finite.Length == 0 ? Markup.Of($"<p class=\"note\">No value is a finite number.</p>") : Svg(name, unit, lines, all, finite))}
            {Notes(unit, lines)}
            {Table(unit, lines)}
            </figure>

            """);
    }

    private static Markup Legend(IReadOnlyList<ChartLine> lines) => lines.Count == 1 && lines[0].Label == "training" ? Markup.None : Markup.Of(
        $"""<ul class="legend">{Markup.Each(lines, line => Markup.Of($"<li>{Sample(line)}<bdi>{line.Label}</bdi></li>"))}</ul>""");

    private static Markup Sample(ChartLine line) => Markup.Of(
        $"""<svg width="26" height="10" aria-hidden="true"><path class="{Class(line)}" d="M1 5H25"/></svg>""");

    private static string Class(ChartLine line) => line.IsDashed ? $"line c{line.Color} dash" : $"line c{line.Color}";

    private static Markup Svg(string name, string unit, IReadOnlyList<ChartLine> lines, Point[] all, Point[] finite)
    {
        Scale x = Scale.For(all.Min(p => p.X), all.Max(p => p.X), Left, Width - Right, marks: 8, isRounded: false, isWhole: true);
        Scale y = Scale.For(finite.Min(p => p.Y), finite.Max(p => p.Y), Height - Bottom, Top, marks: 5, isRounded: true);
        return Markup.Of($"""
            <svg class="chart" viewBox="0 0 {Width} {Height}" role="img" aria-label="{Description(name, unit, lines)}">
            {Markup.Each(y.Marks, mark => Markup.Of($"<path class=\"grid\" d=\"M{Left} {y.At(mark)}H{Width - Right}\"/><text class=\"tick end\" x=\"{Left - 8}\" y=\"{y.At(mark) + 4}\">{Mark(mark, y.Step)}</text>\n"))}
            {Markup.Each(x.Marks, mark => Markup.Of($"<path class=\"mark\" d=\"M{x.At(mark)} {Height - Bottom}v5\"/><text class=\"tick mid\" x=\"{x.At(mark)}\" y=\"{Height - Bottom + 19}\">{Mark(mark, x.Step)}</text>\n"))}
            <path class="axis" d="M{Left} {Height - Bottom}H{Width - Right}"/>
            <text class="tick mid" x="{(Left + Width - Right) / 2}" y="{Height - 4}">{unit}</text>
            {Markup.Each(lines, line => Line(unit, line, x, y))}
            </svg>
            """);
    }

    private static Markup Line(string unit, ChartLine line, Scale x, Scale y)
    {
        IReadOnlyList<Point> points = line.Drawn;
        string path = "";
        bool isDrawing = false;
        foreach (Point point in points)
        {
            if (double.IsFinite(point.Y)) path += Markup.Of($"{new Markup(isDrawing ? "L" : "M")}{x.At(point.X)} {y.At(point.Y)}");
            isDrawing = double.IsFinite(point.Y); // What is not a number leaves a gap.
        }

        Markup dots = points.Count > MostDots ? Markup.None : Markup.Each(points.Where(point => double.IsFinite(point.Y)), point => Markup.Of(
            $"""<circle class="dot c{line.Color}" cx="{x.At(point.X)}" cy="{y.At(point.Y)}" r="3"><title>{line.Label}, {unit} {Format.Plain(point.X)}: {Format.Value(point.Y)}</title></circle>"""));
        return Markup.Of($"""
            <path class="{Class(line)}" d="{path}"/>{dots}

            """);
    }

    private static string Mark(double value, double step)
    {
        if (Math.Abs(value) < step / 2) return "0";
        return step >= 1 || Math.Abs(value) < 1e-4 ? Format.Value(value)
            : value.ToString($"F{Math.Clamp((int)-Math.Floor(Math.Log10(step)), 0, 6)}", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The chart in words, for those who do not see it.</summary>
    private static string Description(string name, string unit, IReadOnlyList<ChartLine> lines) => $"{name} by {unit}. " + string.Join(" ",
        lines.Where(line => line.Points.Count > 0).Select(line => $"{line.Label}: from {Format.Value(line.Points[0].Y)} to {Format.Value(line.Points[^1].Y)}."));

    private static Markup Notes(string unit, IReadOnlyList<ChartLine> lines) => Markup.Each(
        lines.Where(line => line.Points.Any(point => !double.IsFinite(point.Y))), line =>
        {
            Point first = line.Points.First(point => !double.IsFinite(point.Y));
            return Markup.Of($"<p class=\"note\"><bdi>{line.Label}</bdi>: {Format.Value(first.Y)} from {unit} {Format.Plain(first.X)} on.</p>");
        });

    private static Markup Table(string unit, IReadOnlyList<ChartLine> lines)
    {
        double[] all = [.. lines.SelectMany(line => line.Points.Select(point => point.X)).Distinct().Order()];
        double[] shown = all.Length <= MostRows ? all : [.. all[^MostRows..]];
        Dictionary<double, double>[] values = [.. lines.Select(line => line.Points.DistinctBy(point => point.X).ToDictionary(point => point.X, point => point.Y))];
        string title = shown.Length < all.Length ? $"Values, the last {MostRows} of {all.Length}" : "Values";
        return Markup.Of($"""
            <details><summary>{title}</summary><div class="wide"><table><thead><tr><th scope="col">{unit}</th>{Markup.Each(lines, line => Markup.Of($"<th scope=\"col\"><bdi>{line.Label}</bdi></th>"))}</tr></thead><tbody>
            {Markup.Each(shown, x => Markup.Of($"<tr><th scope=\"row\">{Format.Plain(x)}</th>{Markup.Each(values, line => Markup.Of($"<td>{(line.TryGetValue(x, out double y) ? Format.Value(y) : "")}</td>"))}</tr>\n"))}
            </tbody></table></div></details>
            """);
    }
}
