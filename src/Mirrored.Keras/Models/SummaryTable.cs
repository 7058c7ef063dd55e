using System.Globalization;
using System.Text;

namespace Mirrored.Keras;

/// <summary>Prints the table of a Sequential model as Keras's <c>model.summary()</c> does, blank for blank.</summary>
internal sealed class SummaryTable
{
    public const int DefaultLineLength = 65;

    private const int TrainableWidth = 11;
    private const int Gap = 2;

    private readonly TextWriter _output;
    private readonly List<int> _columnEnds;
    private readonly List<string> _titles = ["Layer (type)", "Output Shape", "Param #"];
    private readonly bool _showTrainable;
    private readonly int _width;

    /// <param name="output">Where to print.</param>
    /// <param name="lineLength">The width in characters, without the column <c>Trainable</c>; at least 20.</param>
    /// <param name="showTrainable">Whether a fourth column says Y or N for each layer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lineLength"/> is below 20.</exception>
    public SummaryTable(TextWriter output, int lineLength = DefaultLineLength, bool showTrainable = false)
    {
        const int leastLineLength = 20;
        ArgumentOutOfRangeException.ThrowIfLessThan(lineLength, leastLineLength);
        (_output, _showTrainable, _width) = (output, showTrainable, lineLength);
        _columnEnds = [(int)(lineLength * .45), (int)(lineLength * .85), lineLength];
        if (!showTrainable) return;
        _width += TrainableWidth;
        _columnEnds.Add(_width);
        _titles.Add("Trainable");
    }

    /// <summary>How a summary writes the shape of a result with rows of a given shape: <c>(None, 128)</c>.</summary>
    /// <param name="row">The shape of one row; null when it is not known yet, written <c>?</c>.</param>
    public static string OutputShape(Shape? row) => row switch
    {
        null => "?",
        { Rank: 0 } => "(None,)",
        { } known => $"(None, {string.Join(", ", known)})",
    };

    /// <summary>Prints the table.</summary>
    /// <param name="modelName">The model's name.</param>
    /// <param name="rows">The layers in order.</param>
    /// <param name="trainable">The number of weights that training changes, shared ones counted once.</param>
    /// <param name="nonTrainable">The number of the other weights, shared ones counted once.</param>
    public void Write(string modelName, IReadOnlyList<SummaryRow> rows, long trainable, long nonTrainable)
    {
        _output.WriteLine($"Model: \"{modelName}\"");
        _output.WriteLine(new string('_', _width));
        WriteFields(_titles);
        _output.WriteLine(new string('=', _width));
        foreach (SummaryRow row in rows) WriteLayer(row, depth: 0, isLastNested: false);
        _output.WriteLine(new string('=', _width));
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Total params: {trainable + nonTrainable:N0}"));
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Trainable params: {trainable:N0}"));
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Non-trainable params: {nonTrainable:N0}"));
        _output.WriteLine(new string('_', _width));
    }

    private static string ParameterText(long? parameters) =>
        parameters?.ToString(CultureInfo.InvariantCulture) ?? "0 (unused)";

    /// <summary>Prints a layer and, in a frame, the layers within it; a blank line follows unless the frame's end does.</summary>
    private void WriteLayer(SummaryRow row, int depth, bool isLastNested)
    {
        List<string> fields = [$"{row.Name} ({row.ClassName})", row.OutputShape, ParameterText(row.Parameters)];
        if (_showTrainable) fields.Add(row.Trainable ? "Y" : "N");
        WriteFields(fields, depth);
        if (row.Nested.Count > 0)
        {
            WriteFrame('¯', depth + 1);
            for (int i = 0; i < row.Nested.Count; i++) WriteLayer(row.Nested[i], depth + 1, i == row.Nested.Count - 1);
            WriteFrame('¯', depth);
        }

        if (!isLastNested) WriteFrame(' ', depth);
    }

    private void WriteFrame(char fill, int depth)
    {
        string side = new('|', depth);
        _output.WriteLine($"{side}{new string(fill, Math.Max(0, _width - (2 * depth)))}{side}");
    }

    /// <summary>Prints one row, in as many lines as its longest field needs.</summary>
    private void WriteFields(List<string> fields, int depth = 0)
    {
        string side = new('|', depth);
        string[] left = [.. fields];
        StringBuilder line = new();
        while (left.Any(field => field.Length > 0))
        {
            // The leading blank belongs to no column: a full first field pushes the second one right by one.
            line.Clear().Append(side).Append(' ');
            for (int column = 0; column < left.Length; column++)
            {
                int start = column == 0 ? 0 : _columnEnds[column - 1];
                int gap = column == left.Length - 1 ? 0 : Gap;
                int piece = PieceLength(left[column], _columnEnds[column] - start - gap);
                line.Append(left[column], 0, piece).Append(' ', gap);
                // The frame's right side stands within the last column.
                int end = _columnEnds[column] - (column == left.Length - 1 ? depth : 0);
                line.Append(' ', Math.Max(0, end - line.Length));
                left[column] = left[column][piece..];
            }

            _output.WriteLine(line.Append(side));
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
