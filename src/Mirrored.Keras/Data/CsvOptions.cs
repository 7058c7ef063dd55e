namespace Mirrored.Keras;

/// <summary>How a table is written.</summary>
public sealed record CsvOptions
{
    /// <summary>What stands between fields; default a comma.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether the first line names the columns; default true.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Whether rows with an empty field, in a column that is asked for and has no <see cref="CsvColumn.MissingValue"/>,
    /// are left out. Default false: such a field is an error.</summary>
    public bool SkipIncompleteRows { get; init; }

    /// <summary>Texts that mean an empty field, besides no text; default <c>NA</c>, <c>NaN</c> and <c>?</c>.</summary>
    public IReadOnlyList<string> MissingTexts { get; init; } = ["NA", "NaN", "?"];
}
