namespace Mirrored.Keras;

/// <summary>A column of a table and what becomes of its text. A name, or a number from 0, is a column of numbers.</summary>
public sealed class CsvColumn
{
    private CsvColumn(string? name, int index, CsvColumnKind kind, IReadOnlyList<string> classes, double? missing) =>
        (Name, Index, Kind, Classes, MissingValue) = (name, index, kind, classes, missing);

    /// <summary>The name in the header; null when the column is known by its number.</summary>
    public string? Name { get; }

    /// <summary>The number of the column, from 0; -1 when it is known by its name.</summary>
    public int Index { get; }

    /// <summary>The names of the classes, in the order of their numbers; empty for numbers.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>What stands for an empty field; null leaves that to <see cref="CsvOptions.SkipIncompleteRows"/>.</summary>
    public double? MissingValue { get; }

    internal CsvColumnKind Kind { get; }

    /// <summary>How many features the column gives.</summary>
    internal int Width => Kind == CsvColumnKind.OneHot ? Classes.Count : 1;

    /// <summary>A column of numbers.</summary>
    public static implicit operator CsvColumn(string name) => Number(name);

    /// <summary>A column of numbers in a table without a header.</summary>
    public static implicit operator CsvColumn(int index) => FromInt32(index);

    /// <summary>A column of numbers.</summary>
    /// <param name="name">Its name in the header.</param>
    /// <param name="missingValue">What stands for an empty field, such as the mean of the column; null for nothing.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public static CsvColumn Number(string name, double? missingValue = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(name, -1, CsvColumnKind.Number, [], missingValue);
    }

    /// <summary>A column of numbers in a table without a header.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static CsvColumn FromInt32(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(null, index, CsvColumnKind.Number, [], null);
    }

    /// <summary>A column of classes, each a whole number: as a feature, or as the target of classification.</summary>
    /// <param name="column">The column: its name or its number.</param>
    /// <param name="classes">The texts that stand for 0, 1, 2, ...; none when the column holds the numbers themselves.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentNullException">The column is null.</exception>
    public static CsvColumn Class(CsvColumn column, params IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new(column.Name, column.Index, CsvColumnKind.Class, [.. classes], null);
    }

    /// <summary>A column of texts that becomes a feature for each of them: 1 for the one that is there, 0 for the others.</summary>
    /// <param name="column">The column: its name or its number.</param>
    /// <param name="classes">All texts that there are.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentNullException">The column is null.</exception>
    /// <exception cref="ArgumentException">There are no classes.</exception>
    public static CsvColumn OneHot(CsvColumn column, params IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (classes.Count == 0) throw new ArgumentException("Name all texts that the column can hold.", nameof(classes));
        return new(column.Name, column.Index, CsvColumnKind.OneHot, [.. classes], null);
    }

    /// <summary>The column as people call it.</summary>
    /// <returns>Its name or number.</returns>
    public override string ToString() => Name is null ? $"column {Index}" : $"column '{Name}'";
}
