namespace Mirrored.Cli;

/// <summary>Draws curves of several runs, with legend and table.</summary>
internal static class LineChart
{
    private const int Width = 560, Height = 260, Left = 68, Right = 14, Top = 10, Bottom = 40;
    private const int MostDots = 40, MostRows = 200;

    /// <summary>A chart of one quantity.</summary>
    /// <param name="name">What it shows.</param>
    /// <param name="unit">What points are numbered by.</param>
    /// <param name="lines">The lines; at least one, each with points.</param>
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

    private static Markup Legend(IReadOnlyList<ChartLine> lines) => lines is [{ Label: "training" }] ? Markup.None : Markup.Of(
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
            {Markup.Each(y.Marks, mark => RowMark(y.At(mark), Mark(mark, y.Step)))}
            {Markup.Each(x.Marks, mark => ColumnMark(x.At(mark), Mark(mark, x.Step)))}
            <path class="axis" d="M{Left} {Height - Bottom}H{Width - Right}"/>
            <text class="tick mid" x="{(Left + Width - Right) / 2}" y="{Height - 4}">{unit}</text>
            {Markup.Each(lines, line => Line(unit, line, x, y))}
            </svg>
            """);
    }

    private static Markup RowMark(double y, string text) => Markup.Of($"""
        <path class="grid" d="M{Left} {y}H{Width - Right}"/><text class="tick end" x="{Left - 8}" y="{y + 4}">{text}</text>

        """);

    private static Markup ColumnMark(double x, string text) => Markup.Of($"""
        <path class="mark" d="M{x} {Height - Bottom}v5"/><text class="tick mid" x="{x}" y="{Height - Bottom + 19}">{text}</text>

        """);

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

        Markup dots = points.Count > MostDots ? Markup.None : Markup.Each(points.Where(point => double.IsFinite(point.Y)), point => Markup.Of($"""
            <circle class="dot c{line.Color}" cx="{x.At(point.X)}" cy="{y.At(point.Y)}" r="3">
            <title>{line.Label}, {unit} {Format.Plain(point.X)}: {Format.Value(point.Y)}</title></circle>
            """));
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
    private static string Description(string name, string unit, IReadOnlyList<ChartLine> lines) => $"{name} by {unit}. " + string.Join(
        " ", lines.Select(line => $"{line.Label}: from {Format.Value(line.Points[0].Y)} to {Format.Value(line.Points[^1].Y)}."));

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
        Dictionary<double, double>[] values =
        [
            .. lines.Select(line => line.Points.DistinctBy(point => point.X).ToDictionary(point => point.X, point => point.Y)),
        ];
        return DataTable.Hidden(
            shown.Length < all.Length ? $"Values, the last {MostRows} of {all.Length}" : "Values",
            DataTable.Of(unit, lines.Select(line => line.Label), shown.Select(x => (
                Format.Plain(x), values.Select(line => line.TryGetValue(x, out double y) ? Format.Value(y) : "")))));
    }
}
