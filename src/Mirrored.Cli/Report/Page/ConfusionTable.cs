namespace Mirrored.Cli;

/// <summary>Shows which class is taken for which.</summary>
internal static class ConfusionTable
{
    /// <summary>More classes do not fit; then only the pairs that are confused most are listed.</summary>
    private const int MostClasses = 40;

    private const int MostPairs = 5, Shades = 6;

    /// <summary>The table of one run.</summary>
    public static Markup Of(IReadOnlyList<IReadOnlyList<long>> counts)
    {
        long right = counts.Select((row, i) => row[i]).Sum(), all = counts.Sum(row => row.Sum());
        return Markup.Of($"""
            <figure class="card">
            <figcaption><h3>Which class is taken for which</h3></figcaption>
            <p>{Format.Count(right)} of {Format.Count(all)} are right, {Format.Percent(all == 0 ? double.NaN : (double)right / all)}.</p>
            {(counts.Count > MostClasses ? Markup.None : Table(counts))}
            {Pairs(counts)}
            </figure>

            """);
    }

    private static Markup Table(IReadOnlyList<IReadOnlyList<long>> counts)
    {
        long mostWrong = counts.SelectMany((row, i) => row.Where((_, j) => j != i)).DefaultIfEmpty().Max();
        IEnumerable<int> classes = Enumerable.Range(0, counts.Count);
        return Markup.Of($"""
            <div class="wide"><table class="confusion"><caption>Rows: what it is. Columns: what the model takes it for.</caption>
            <thead><tr><td></td>{Markup.Each(classes, i => DataTable.ColumnHead($"{i}"))}{DataTable.ColumnHead("right")}</tr></thead><tbody>
            {Markup.Each(classes, i => DataTable.Row($"{i}", Cells(counts[i], i, mostWrong)))}
            </tbody></table></div>
            """);
    }

    private static Markup Cells(IReadOnlyList<long> row, int i, long mostWrong) => Markup.Of(
        $"{Markup.Each(row.Index(), cell => Cell(cell.Item, cell.Index == i, mostWrong))}<td class=\"share\">{Share(row, i)}</td>");

    private static Markup Cell(long count, bool isRight, long mostWrong)
    {
        string shade = isRight ? "right" : count == 0 ? "zero"
            : $"w{1 + (int)((Shades - 1) * (count - 1) / Math.Max(1, mostWrong - 1))}";
        return Markup.Of($"<td class=\"{shade}\">{(count == 0 ? "·" : Format.Plain(count))}</td>");
    }

    private static string Share(IReadOnlyList<long> row, int i) =>
        row.Sum() is > 0 and long sum ? Format.Percent(Math.Round((double)row[i] / sum, 3)) : "";

    private static Markup Pairs(IReadOnlyList<IReadOnlyList<long>> counts)
    {
        var pairs = counts.SelectMany((row, i) => row.Select((count, j) => (Label: i, Predicted: j, Count: count)))
            .Where(pair => pair.Label != pair.Predicted && pair.Count > 0).OrderByDescending(pair => pair.Count).Take(MostPairs).ToArray();
        return pairs.Length == 0 ? Markup.None : Markup.Of(
            $"<p>Confused most: {string.Join(", ", pairs.Select(pair => $"{pair.Label} taken for {pair.Predicted} ({Format.Count(pair.Count)})"))}.</p>");
    }
}
