using System.Globalization;
using System.Text;

namespace Mirrored.Keras;

/// <summary>Prints the table of a Sequential model as Keras's <c>model.summary()</c> does, blank for blank.</summary>
internal static class SummaryTable
{
    private const int DefaultLineLength = 65;
    private const int TrainableWidth = 11;
    private const int Gap = 2;

    /// <summary>How a summary writes the shape of a result with rows of a given shape: <c>(None, 128)</c>.</summary>
    /// <param name="row">The shape of one row; null when it is not known yet, written <c>?</c>.</param>
    public static string OutputShape(Shape? row) => row switch
    {
        null => "?",
        { Rank: 0 } => "(None,)",
        { } known => $"(None, {string.Join(", ", known)})",
    };

    /// <summary>Prints the table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="modelName">The model's name.</param>
    /// <param name="rows">The layers in order.</param>
    /// <param name="trainable">The number of weights that training changes, shared ones counted once.</param>
    /// <param name="nonTrainable">The number of the other weights, shared ones counted once.</param>
    /// <param name="lineLength">The width in characters, without the column <c>Trainable</c>; at least 20.</param>
    /// <param name="showTrainable">Whether a fourth column says Y or N for each layer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lineLength"/> is below 20.</exception>
    public static void Write(
        TextWriter output, string modelName, IReadOnlyList<SummaryRow> rows, long trainable, long nonTrainable,
        int lineLength = DefaultLineLength, bool showTrainable = false)
    {
        const int leastLineLength = 20;
        ArgumentOutOfRangeException.ThrowIfLessThan(lineLength, leastLineLength);
        List<int> columnEnds = [(int)(lineLength * .45), (int)(lineLength * .85), lineLength];
        List<string> titles = ["Layer (type)", "Output Shape", "Param #"];
        int width = lineLength;
        if (showTrainable)
        {
            width += TrainableWidth;
            columnEnds.Add(width);
            titles.Add("Trainable");
        }

        output.WriteLine($"Model: \"{modelName}\"");
        output.WriteLine(new string('_', width));
        WriteRow(output, titles, columnEnds);
        output.WriteLine(new string('=', width));
        foreach (SummaryRow row in rows)
        {
            List<string> fields = [$"{row.Name} ({row.ClassName})", row.OutputShape, ParameterText(row.Parameters)];
            if (showTrainable) fields.Add(row.Trainable ? "Y" : "N");
            WriteRow(output, fields, columnEnds);
            output.WriteLine(new string(' ', width));
        }

        output.WriteLine(new string('=', width));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Total params: {trainable + nonTrainable:N0}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Trainable params: {trainable:N0}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Non-trainable params: {nonTrainable:N0}"));
        output.WriteLine(new string('_', width));
    }

    private static string ParameterText(long? parameters) =>
        parameters?.ToString(CultureInfo.InvariantCulture) ?? "0 (unused)";

    /// <summary>Prints one row, in as many lines as its longest field needs.</summary>
    private static void WriteRow(TextWriter output, List<string> fields, List<int> columnEnds)
    {
        string[] left = [.. fields];
        StringBuilder line = new();
        while (left.Any(field => field.Length > 0))
        {
            // The leading blank belongs to no column: a full first field pushes the second one right by one.
            line.Clear().Append(' ');
            for (int column = 0; column < left.Length; column++)
            {
                int start = column == 0 ? 0 : columnEnds[column - 1];
                int gap = column == left.Length - 1 ? 0 : Gap;
                int piece = PieceLength(left[column], columnEnds[column] - start - gap);
                line.Append(left[column], 0, piece).Append(' ', gap);
                line.Append(' ', Math.Max(0, columnEnds[column] - line.Length));
                left[column] = left[column][piece..];
            }

            output.WriteLine(line);
        }
    }

    /// <summary>How much of a field fits on this line; it is cut early behind the end of a tuple or list.</summary>
    private static int PieceLength(string text, int room)
    {
        int length = Math.Min(text.Length, room);
        int cut = length;
        foreach (string end in (ReadOnlySpan<string>)["),", "},", "],", "',"])
        {
            int found = text.AsSpan(0, length).IndexOf(end, StringComparison.Ordinal);
            if (found >= 0) cut = Math.Min(cut, found + end.Length);
        }

        return cut;
    }
}
