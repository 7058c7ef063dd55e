using nietras.SeparatedValues;

namespace Mirrored.Keras;

/// <summary>The rows of a text file, with the lines that they are on.</summary>
internal sealed class CsvRows : IDisposable
{
    private const char Quote = '"';

    private readonly string _path;
    private readonly SepReader _reader;
    private readonly string[] _names = [];
    private int _fields;
    private int _nextLine = 1;

    /// <summary>Reads the header, if there is one.</summary>
    /// <exception cref="CsvFormatException">It is not there, or broken.</exception>
    public CsvRows(string path, TextReader text, CsvOptions options)
    {
        _path = path;
        // A header is a row like others here, so that its lines count, too. Quotes are left to this class, which refuses wrong ones.
        _reader = Guarded(() => Separator(options).Reader(o => o with { HasHeader = false, DisableColCountCheck = true }).From(text));
        if (!options.HasHeader) return;
        if (!Read()) throw new CsvFormatException(path, 1, null, "there is no header.");
        _names = new string[_fields];
        for (int i = 0; i < _fields; i++) _names[i] = Unquoted(_reader.Current[i].Span).ToString();
    }

    /// <summary>The line that the row begins on, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>What stands between fields.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static Sep Separator(CsvOptions options)
    {
        try
        {
            return Sep.New(options.Delimiter);
        }
        catch (ArgumentException cause)
        {
            throw new ArgumentException(
                $"'{options.Delimiter}' cannot stand between fields: take a comma, a semicolon, a tab or another visible character.",
                nameof(options), cause);
        }
    }

    /// <summary>Goes to the next row that is not empty.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="CsvFormatException">Its quotes are wrong, or it has more or fewer fields than those before.</exception>
    public bool Read()
    {
        do
        {
            Line = _nextLine;
            if (!Guarded(_reader.MoveNext)) return false;
            _nextLine = _reader.Current.LineNumberToExcl;
        }
        while (_reader.Current.Span.IsEmpty);

        int fields = _reader.Current.ColCount;
        RequireQuotes(fields);
        if (_fields == 0) _fields = fields;
        return fields == _fields
            ? true
            : throw new CsvFormatException(_path, Line, null, $"the row has {fields} fields, those before it {_fields}.");
    }

    /// <summary>Where a column is; a number is checked when a row is there.</summary>
    /// <exception cref="CsvFormatException">There is no such column.</exception>
    public int Find(CsvColumn column)
    {
        if (column.Name is null) return column.Index;
        int place = Array.IndexOf(_names, column.Name);
        return place >= 0 ? place : throw new CsvFormatException(
            _path, Line, null, $"there is no {column}; the header names {string.Join(", ", _names)}.");
    }

    /// <summary>The text of a field of the row.</summary>
    /// <exception cref="CsvFormatException">The row has no such field.</exception>
    public ReadOnlySpan<char> Field(CsvColumn column, int place) =>
        place < _fields ? Unquoted(_reader.Current[place].Span) : throw Wrong(column, $"the row has {_fields} fields.");

    /// <summary>Says what is wrong with a field of the row.</summary>
    public CsvFormatException Wrong(CsvColumn column, string problem) => new(_path, Line, column.ToString(), problem);

    public void Dispose() => _reader.Dispose();

    /// <summary>A field without the quotes around it; two within are one.</summary>
    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> field)
    {
        if (field.IsEmpty || field[0] != Quote) return field;
        ReadOnlySpan<char> inner = field[1..^1];
        return inner.Contains(Quote) ? inner.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : inner;
    }

    /// <summary>Requires quotes around whole fields, and two for each within (RFC 4180): one too few would swallow rows.</summary>
    private void RequireQuotes(int fields)
    {
        if (!_reader.Current.Span.Contains(Quote)) return;
        for (int i = 0; i < fields; i++)
        {
            ReadOnlySpan<char> field = _reader.Current[i].Span;
            if (!field.Contains(Quote)) continue;
            bool whole = field.Length > 1 && field[0] == Quote && field[^1] == Quote;
            ReadOnlySpan<char> inner = whole ? field[1..^1] : default;
            while (whole && inner.IndexOf(Quote) is >= 0 and int at)
            {
                whole = at + 1 < inner.Length && inner[at + 1] == Quote;
                inner = whole ? inner[(at + 2)..] : default;
            }

            if (!whole)
                throw new CsvFormatException(
                    _path, Line, null, $"field {i + 1} has a quote in the wrong place. Quotes stand around a field; write two for one within.");
        }
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is NotSupportedException or InvalidDataException)
        {
            throw new CsvFormatException(_path, Line, null, cause.Message, cause);
        }
    }
}
