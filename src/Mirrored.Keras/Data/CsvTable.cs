using System.Collections;
using System.Globalization;

namespace Mirrored.Keras;

/// <summary>The rows of a table as examples; the file is opened anew by each enumerator.</summary>
internal sealed class CsvTable(string path, CsvColumn[] features, CsvColumn? target, CsvOptions options) : IEnumerable<Example>
{
    private readonly int _width = features.Sum(column => column.Width);

    public IEnumerator<Example> GetEnumerator()
    {
        using var text = new StreamReader(path);
        using CsvRows rows = new(path, text, options);
        int[] places = [.. features.Select(rows.Find)];
        int targetPlace = target is null ? -1 : rows.Find(target);
        while (rows.Read())
            if (Example(rows, places, targetPlace) is { } example) yield return example;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Makes an example of the row; null when it is left out.</summary>
    private Example? Example(CsvRows rows, int[] places, int targetPlace)
    {
        float[] x = new float[_width];
        int at = 0;
        for (int i = 0; i < features.Length; i++)
        {
            CsvColumn column = features[i];
            if (Value(rows, column, places[i]) is not { } value) return null;
            if (column.Kind == CsvColumnKind.OneHot) x[at + (int)value] = 1;
            else x[at] = (float)value;
            at += column.Width;
        }

        if (target is null) return new Example(x);
        if (Value(rows, target, targetPlace) is not { } goal) return null;
        return target.Kind == CsvColumnKind.Class ? new Example(x, (int)goal) : new Example(x, (float)goal);
    }

    /// <summary>What a field says; null when it is empty and the row is to be left out.</summary>
    private double? Value(CsvRows rows, CsvColumn column, int place)
    {
        ReadOnlySpan<char> text = rows.Field(column, place);
        if (IsMissing(text))
            return column.MissingValue ?? (options.SkipIncompleteRows ? null : throw rows.Wrong(
                column, "the field is empty. Give the column a missingValue, or set CsvOptions.SkipIncompleteRows."));
        if (column.Classes.Count > 0) return ClassOf(rows, column, text);
        if (column.Kind == CsvColumnKind.Class)
            return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number >= 0
                ? number : throw rows.Wrong(column, $"'{text}' is not a class: a whole number from 0. Name the classes if they are texts.");
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && float.IsFinite((float)value)
            ? value : throw rows.Wrong(column, $"'{text}' is not a number.");
    }

    private bool IsMissing(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return true;
        foreach (string missing in options.MissingTexts)
            if (text.SequenceEqual(missing)) return true;
        return false;
    }

    private static int ClassOf(CsvRows rows, CsvColumn column, ReadOnlySpan<char> text)
    {
        for (int i = 0; i < column.Classes.Count; i++)
            if (text.SequenceEqual(column.Classes[i])) return i;
        throw rows.Wrong(column, $"'{text}' is none of the classes {string.Join(", ", column.Classes)}.");
    }
}
