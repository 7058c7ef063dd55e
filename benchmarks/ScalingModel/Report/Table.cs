using System.Globalization;

namespace Mirrored.ScalingModel;

/// <summary>A table in Markdown.</summary>
public sealed class Table(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; numbers are written as they should be read, such as <c>$"{x:F1}"</c>.</summary>
    public void Add(params FormattableString[] cells) =>
        _rows.Add([.. cells.Select(c => c.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>Writes it, and an empty line.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine($"| {string.Join(" | ", columns)} |");
        output.WriteLine($"|{string.Concat(columns.Select(_ => "---|"))}");
        foreach (string[] row in _rows) output.WriteLine($"| {string.Join(" | ", row)} |");
        output.WriteLine();
    }
}
