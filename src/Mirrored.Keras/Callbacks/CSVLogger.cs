using System.Globalization;
using System.Text;

namespace Mirrored.Keras;

/// <summary>Writes a row for every epoch to a CSV file: the epoch from 0, then the logs in alphabetical order.</summary>
/// <remarks>The first epoch of a run decides on the columns; a value that a later epoch lacks is written <c>NA</c>. Numbers have
/// as many digits as it takes to read the same number back, whatever the culture. Fields are quoted as RFC 4180 says, lines end
/// in CR LF. The file is closed after every row, so whatever happens later, what was written stays. Source:
/// <c>keras.callbacks.CSVLogger</c>, which fails when a value is missing.</remarks>
public sealed class CSVLogger : Callback
{
    private const string NotAvailable = "NA";

    private readonly string _path;
    private readonly string _separator;
    private readonly bool _append;
    private string[]? _columns;

    /// <summary>Makes the callback.</summary>
    /// <param name="filename">The file; its folder must exist.</param>
    /// <param name="separator">What stands between two fields; not a quote or the end of a line.</param>
    /// <param name="append">Whether rows go behind those that are there; else training begins with an empty file. A file with
    /// content gets no second header.</param>
    /// <exception cref="ArgumentException">The name is empty, or the separator cannot be one.</exception>
    public CSVLogger(string filename, string separator = ",", bool append = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(filename);
        ArgumentException.ThrowIfNullOrEmpty(separator);
        if (separator.AsSpan().ContainsAny('"', '\r', '\n'))
            throw new ArgumentException("A separator cannot have a quote or the end of a line in it.", nameof(separator));
        (_path, _separator, _append) = (filename, separator, append);
    }

    /// <summary>Makes sure that the file can be written, before anything is trained.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public override void OnTrainBegin()
    {
        _columns = null;
        using FileStream file = new(_path, _append || Params.IsResumed ? FileMode.Append : FileMode.Create);
    }

    /// <summary>Writes the row of an epoch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="logs">Its values.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        StringBuilder text = new();
        if (_columns is null)
        {
            _columns = [.. logs.Names.Order(StringComparer.Ordinal)];
            if (new FileInfo(_path) is not { Exists: true, Length: > 0 }) AppendRow(text, "epoch", _columns);
        }

        AppendRow(
            text, epoch.ToString(CultureInfo.InvariantCulture),
            _columns.Select(name => logs.TryGetValue(name, out double value) ? Number(value) : NotAvailable));
        File.AppendAllText(_path, text.ToString());
    }

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Numbers["length"] = new FileInfo(_path) is { Exists: true } file ? file.Length : 0;
        for (int i = 0; i < _columns?.Length; i++) state.Texts[$"column/{i}"] = _columns[i];
    }

    /// <summary>Goes on behind the rows that there were when the checkpoint was saved; later ones will be written again.</summary>
    /// <param name="state">What was noted.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    protected internal override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        int columns = state.Texts.Count;
        _columns = columns == 0 ? null : [.. Enumerable.Range(0, columns).Select(i => state.Texts[$"column/{i}"])];
        using FileStream file = new(_path, FileMode.OpenOrCreate);
        file.SetLength(Math.Min(file.Length, (long)state.Numbers["length"]));
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "nan"
        : double.IsInfinity(value) ? (value > 0 ? "inf" : "-inf")
        : value.ToString("R", CultureInfo.InvariantCulture);

    private void AppendRow(StringBuilder text, string first, IEnumerable<string> others) =>
        text.Append(first).Append(_separator).AppendJoin(_separator, others.Select(Quote)).Append("\r\n");

    private string Quote(string field) =>
        field.Contains(_separator, StringComparison.Ordinal) || field.AsSpan().ContainsAny('"', '\r', '\n')
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
