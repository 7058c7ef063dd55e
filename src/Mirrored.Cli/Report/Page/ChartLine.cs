namespace Mirrored.Cli;

/// <summary>A line of a chart.</summary>
/// <param name="Label">What the legend calls it.</param>
/// <param name="Color">The number of its colour.</param>
/// <param name="IsDashed">Validation data has dashes, so that colour is not needed to tell it.</param>
/// <param name="Points">Its points, in order.</param>
internal sealed record ChartLine(string Label, int Color, bool IsDashed, IReadOnlyList<Point> Points)
{
    private const int MostDrawn = 600;

    /// <summary>The points to draw: of very many, the least and the greatest of each stretch, so that no peak is lost.</summary>
    public IReadOnlyList<Point> Drawn
    {
        get
        {
            if (Points.Count <= MostDrawn) return Points;
            int stretch = (int)Math.Ceiling(Points.Count / (MostDrawn / 2.0));
            return [.. Points.Chunk(stretch).SelectMany(Extremes)];
        }
    }

    private static IEnumerable<Point> Extremes(Point[] points)
    {
        Point[] finite = [.. points.Where(point => double.IsFinite(point.Y))];
        if (finite.Length < points.Length) yield return points.First(point => !double.IsFinite(point.Y));
        if (finite.Length == 0) yield break;
        Point least = finite.MinBy(point => point.Y), most = finite.MaxBy(point => point.Y);
        yield return least.X <= most.X ? least : most;
        if (least != most) yield return least.X <= most.X ? most : least;
    }
}
