using System.Collections.ObjectModel;

namespace Mirrored.Keras;

/// <summary>What training recorded: the loss and every metric of each epoch. <c>Fit</c> returns it.</summary>
/// <remarks>
/// Names come in the order of Keras: <c>loss</c>, the metrics, then the same with <c>val_</c> in front, then what
/// callbacks added, such as <c>lr</c>. Values of the training data are means over the epoch while the weights change;
/// those of the validation data belong to the weights at its end.
/// </remarks>
/// <example><code>
/// History history = model.Fit(x, y, epochs: 5);
/// double last = history["loss"][^1];
/// </code></example>
public sealed class History : Callback
{
    private readonly List<int> _epoch = [];
    private readonly List<StepBreakdown?> _breakdowns = [];
    private readonly OrderedDictionary<string, List<double>> _values = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, IReadOnlyList<double>> _views = new(StringComparer.Ordinal);

    internal History()
    {
        Epoch = _epoch.AsReadOnly();
        StepBreakdowns = _breakdowns.AsReadOnly();
        Metrics = new ReadOnlyDictionary<string, IReadOnlyList<double>>(_views);
    }

    /// <summary>The epochs that ran, from 0: <c>[0, 1, 2]</c>.</summary>
    public IReadOnlyList<int> Epoch { get; }

    /// <summary>Where the time of training steps went, epoch by epoch as <see cref="Epoch"/>; null for an epoch of which too few steps
    /// were measured to tell, or that ran before a checkpoint was read.</summary>
    /// <example><code>Console.WriteLine(history.StepBreakdowns[^1]);</code></example>
    public IReadOnlyList<StepBreakdown?> StepBreakdowns { get; }

    /// <summary>One value an epoch for each name, in the order in which the names first came.</summary>
    /// <remarks>A name that is not reported every epoch, such as <c>val_loss</c> when validation runs every second one,
    /// has one value for each time that it was reported.</remarks>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Metrics { get; }

    /// <summary>The values of one name, one for each epoch that reported it.</summary>
    /// <param name="name">For example <c>loss</c> or <c>val_accuracy</c>.</param>
    /// <exception cref="KeyNotFoundException">Nothing has this name; the message lists what has one.</exception>
    public IReadOnlyList<double> this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            if (_views.TryGetValue(name, out IReadOnlyList<double>? values)) return values;
            throw new KeyNotFoundException(
                $"Nothing was recorded under '{name}'. Recorded: {string.Join(", ", _views.Keys)}.");
        }
    }

    /// <summary>What was recorded so far.</summary>
    internal ManifestHistory Describe() => new([.. _epoch], [.. _values.Keys], [.. _values.Values.Select(values => values.ToArray())]);

    /// <summary>Goes on behind what was recorded before.</summary>
    internal void Restore(ManifestHistory saved)
    {
        _epoch.Clear();
        _values.Clear();
        _views.Clear();
        _breakdowns.Clear();
        _epoch.AddRange(saved.Epoch);
        _breakdowns.AddRange(saved.Epoch.Select(_ => (StepBreakdown?)null)); // Times of another process.
        foreach ((string name, IReadOnlyList<double> values) in saved.Names.Zip(saved.Values)) ValuesOf(name).AddRange(values);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _epoch.Add(epoch);
        _breakdowns.Add(Model.StepBreakdown);
        foreach ((string name, double value) in logs) ValuesOf(name).Add(value);
    }

    private List<double> ValuesOf(string name)
    {
        if (_values.TryGetValue(name, out List<double>? values)) return values;
        values = [];
        _values.Add(name, values);
        _views.Add(name, values.AsReadOnly());
        return values;
    }
}
