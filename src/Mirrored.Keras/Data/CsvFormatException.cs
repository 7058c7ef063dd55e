namespace Mirrored.Keras;

/// <summary>A table is not what it should be; the message names file, line and column.</summary>
public sealed class CsvFormatException : IOException
{
    internal CsvFormatException(string file, long line, string? column, string problem, Exception? cause = null)
        : base($"{file}, line {line}{(column is null ? "" : $", {column}")}: {problem}", cause) =>
        (File, Line, Column) = (file, line, column);

    /// <summary>The file's path.</summary>
    public string File { get; }

    /// <summary>The line, from 1; of a row that spans several, its first.</summary>
    public long Line { get; }

    /// <summary>The column as the message calls it; null when the whole row is meant.</summary>
    public string? Column { get; }
}
