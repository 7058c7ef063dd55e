using System.Globalization;
using Sylvan.Data.Csv;
using ReaderException = Sylvan.Data.Csv.CsvFormatException;

namespace Mirrored.Keras;

/// <summary>The rows of a text file, with the lines that they are on.</summary>
internal sealed class CsvRows : IDisposable
{
    private readonly string _path;
    private readonly CsvDataReader _reader;
    private readonly string[] _names = [];
    private int _fields;
    private long _nextLine = 1;

    /// <summary>Reads the header, if there is one.</summary>
    /// <exception cref="CsvFormatException">It is not there, or broken.</exception>
    public CsvRows(string path, TextReader text, CsvOptions options)
    {
        _path = path;
        // A header is a row like others here, so that its lines count, too.
        _reader = Guarded(() => CsvDataReader.Create(text, new CsvDataReaderOptions
        {
            Delimiter = options.Delimiter, HasHeaders = false, Culture = CultureInfo.InvariantCulture,
        }));
        if (!options.HasHeader) return;
        if (!Read()) throw new CsvFormatException(path, 1, null, "there is no header.");
        _names = new string[_fields];
        for (int i = 0; i < _fields; i++) _names[i] = _reader.GetFieldSpan(i).ToString();
    }

    /// <summary>The line that the row begins on, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Goes to the next row that is not empty.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="CsvFormatException">Its quotes are wrong, or it has more or fewer fields than those before.</exception>
    public bool Read()
    {
        do
        {
            Line = _nextLine;
            if (!Guarded(_reader.Read)) return false;
            _nextLine += Math.Max(1, _reader.GetRawRecordSpan().Count('\n'));
        }
        while (_reader.RowFieldCount == 0 || (_reader.RowFieldCount == 1 && _reader.GetFieldSpan(0).IsEmpty));

        if (_fields == 0) _fields = _reader.RowFieldCount;
        if (_reader.RowFieldCount != _fields)
            throw new CsvFormatException(
                _path, Line, null, $"the row has {_reader.RowFieldCount} fields, those before it {_fields}.");
        return true;
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
        place < _fields ? _reader.GetFieldSpan(place) : throw Wrong(column, $"the row has {_fields} fields.");

    /// <summary>Says what is wrong with a field of the row.</summary>
    public CsvFormatException Wrong(CsvColumn column, string problem) => new(_path, Line, column.ToString(), problem);

    public void Dispose() => _reader.Dispose();

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ReaderException cause)
        {
            throw new CsvFormatException(_path, Line, null, cause.Message, cause);
        }
    }
}
