using System.Collections;

namespace Mirrored.Keras;

/// <summary>Loss and metrics by name, as callbacks see them.</summary>
/// <remarks>
/// The logs of a batch are lazy: their values stay on the devices until somebody reads one, which waits for all queued steps.
/// Asking for names waits for nothing. They belong to the hook that they are handed to and change with the next batch; keep
/// a copy by <see cref="ToDictionary"/>. What a callback adds is seen by the callbacks behind it, in this hook.
/// </remarks>
/// <example><code>
/// public override void OnEpochEnd(int epoch, Logs logs)
/// {
///     logs["lr"] = Model.Optimizer!.LearningRate;
///     if (logs.TryGetValue("val_loss", out double loss)) losses.Add(loss);
/// }
/// </code></example>
public sealed class Logs : IEnumerable<KeyValuePair<string, double>>
{
    private readonly OrderedDictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly int _sourceNames;
    private RunningLogs? _source;

    /// <summary>Logs whose values are known, or will be added.</summary>
    internal Logs() => IsRead = true;

    /// <summary>Logs that are read when somebody asks.</summary>
    internal Logs(RunningLogs source)
    {
        _source = source;
        foreach (string name in source.Names) _values.Add(name, 0);
        _sourceNames = _values.Count;
    }

    /// <summary>The names in the order of Keras: <c>loss</c>, metrics, the same with <c>val_</c> in front, what was added.</summary>
    public IReadOnlyList<string> Names => _values.Keys;

    /// <summary>The number of values.</summary>
    public int Count => _values.Count;

    /// <summary>The value of one name; may be set, which adds it or replaces what was there.</summary>
    /// <param name="name">For example <c>loss</c> or <c>val_accuracy</c>.</param>
    /// <exception cref="KeyNotFoundException">There is none; the message lists the names.</exception>
    /// <exception cref="InvalidOperationException">These are the logs of a batch whose time is over.</exception>
    public double this[string name]
    {
        get => TryGetValue(name, out double value) ? value : throw new KeyNotFoundException(
            $"The logs have no '{name}'. They have: {(Count == 0 ? "nothing" : string.Join(", ", Names))}.");
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            Read(); // Else a later read would overwrite it.
            _values[name] = value;
        }
    }

    /// <summary>Whether there is a value of this name; waits for nothing.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True if there is.</returns>
    public bool ContainsKey(string name) => _values.ContainsKey(name);

    /// <summary>Reads a value that may not be there.</summary>
    /// <param name="name">For example <c>val_loss</c>.</param>
    /// <param name="value">Its value, or 0.</param>
    /// <returns>True if it is there.</returns>
    /// <exception cref="InvalidOperationException">These are the logs of a batch whose time is over.</exception>
    public bool TryGetValue(string name, out double value)
    {
        ArgumentNullException.ThrowIfNull(name);
        value = 0;
        if (!_values.ContainsKey(name)) return false;
        Read();
        return _values.TryGetValue(name, out value);
    }

    /// <summary>A copy that does not change.</summary>
    /// <returns>The values by name, in order.</returns>
    public OrderedDictionary<string, double> ToDictionary()
    {
        Read();
        return new(_values, StringComparer.Ordinal);
    }

    /// <summary>Names and values in order.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        Read();
        return _values.GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether somebody read the values, which waited for the devices.</summary>
    internal bool IsRead { get; private set; }

    /// <summary>How many rows the steps have taken that these logs are of.</summary>
    internal long Rows { get; set; }

    /// <summary>Names and values as the progress line takes them.</summary>
    internal (string Name, double Value)[] ToArray() => [.. this.Select(log => (log.Key, log.Value))];

    /// <summary>A copy whose values are read.</summary>
    /// <param name="prefix">What to put before each name.</param>
    internal Logs Copy(string prefix = "")
    {
        Logs copy = new();
        copy.AddAll(this, prefix);
        return copy;
    }

    /// <summary>Adds all values of other logs.</summary>
    internal void AddAll(Logs others, string prefix)
    {
        foreach ((string name, double value) in others) _values[prefix + name] = value;
    }

    /// <summary>Notes that a step was made: what was added goes, and values are read again when somebody asks.</summary>
    internal void Refresh()
    {
        for (int last = _values.Count - 1; last >= _sourceNames; last--) _values.RemoveAt(last);
        IsRead = false;
    }

    /// <summary>Lets go of the devices: whoever still holds these logs sees what was read, or is told that it is too late.</summary>
    internal void Close() => _source = null;

    private void Read()
    {
        if (IsRead) return;
        RunningLogs source = _source ?? throw new InvalidOperationException(
            "These logs belong to a batch whose time is over. Read or copy them in the hook that they are handed to.");
        foreach ((string name, double value) in source.Read()) _values[name] = value;
        IsRead = true;
    }
}
