namespace Mirrored.Cli;

/// <summary>Tables, with the marks that screen readers need.</summary>
internal static class DataTable
{
    /// <summary>A table with a head for each column and each row.</summary>
    /// <param name="corner">What the heads of rows are.</param>
    /// <param name="columns">The heads of columns.</param>
    /// <param name="rows">The head of each row, and its cells.</param>
    public static Markup Of(string corner, IEnumerable<string> columns, IEnumerable<(string Head, IEnumerable<string> Cells)> rows) => Markup.Of($"""
        <div class="wide"><table><thead><tr>{ColumnHead(corner)}{Markup.Each(columns, ColumnHead)}</tr></thead><tbody>
        {Markup.Each(rows, row => Row(row.Head, Markup.Each(row.Cells, Cell)))}
        </tbody></table></div>
        """);

    /// <summary>A table behind a title, which opens when somebody asks.</summary>
    public static Markup Hidden(string title, Markup table) => Markup.Of($"<details><summary>{title}</summary>{table}</details>");

    /// <summary>The head of a column.</summary>
    public static Markup ColumnHead(string text) => Markup.Of($"<th scope=\"col\"><bdi>{text}</bdi></th>");

    /// <summary>A row with its head.</summary>
    public static Markup Row(string head, Markup cells) => Markup.Of($"<tr><th scope=\"row\"><bdi>{head}</bdi></th>{cells}</tr>\n");

    /// <summary>A cell.</summary>
    public static Markup Cell(string? text) => Markup.Of($"<td><bdi>{text}</bdi></td>");
}
