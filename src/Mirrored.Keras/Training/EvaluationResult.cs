using System.Text;

namespace Mirrored.Keras;

/// <summary>The loss and the metrics of an evaluation, in that order. <c>Evaluate</c> returns it.</summary>
/// <example><code>
/// var (loss, accuracy) = model.Evaluate(xTest, yTest);
/// double same = model.Evaluate(xTest, yTest)["accuracy"];
/// </code></example>
public sealed class EvaluationResult
{
    private readonly OrderedDictionary<string, double> _results = new(StringComparer.Ordinal);

    /// <summary>Keeps the results.</summary>
    /// <param name="results">The loss, then the metrics, each with its own name.</param>
    /// <exception cref="ArgumentException">There are no results, or two have the same name.</exception>
    internal EvaluationResult(ReadOnlySpan<(string Name, double Value)> results)
    {
        if (results.IsEmpty) throw new ArgumentException("An evaluation has at least a loss.", nameof(results));
        foreach ((string name, double value) in results) _results.Add(name, value);
    }

    /// <summary>The mean loss over all rows, regularization included.</summary>
    public double Loss => _results.GetAt(0).Value;

    /// <summary>The names in order: <c>loss</c>, then the metrics.</summary>
    public IReadOnlyList<string> Names => _results.Keys;

    /// <summary>The values in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<double> Values => _results.Values;

    /// <summary>The value of one name.</summary>
    /// <param name="name">For example <c>loss</c> or <c>accuracy</c>.</param>
    /// <exception cref="KeyNotFoundException">There is no such result; the message lists the names.</exception>
    public double this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            if (_results.TryGetValue(name, out double value)) return value;
            throw new KeyNotFoundException($"The evaluation has no '{name}'. It has: {string.Join(", ", Names)}.");
        }
    }

    /// <summary>Takes a loss and one metric apart.</summary>
    /// <param name="loss">The mean loss.</param>
    /// <param name="metric">The only metric.</param>
    /// <exception cref="InvalidOperationException">The model was not compiled with one metric.</exception>
    public void Deconstruct(out double loss, out double metric)
    {
        RequireCount(2);
        (loss, metric) = (Values[0], Values[1]);
    }

    /// <summary>Takes a loss and two metrics apart.</summary>
    /// <param name="loss">The mean loss.</param>
    /// <param name="metric1">The first metric.</param>
    /// <param name="metric2">The second metric.</param>
    /// <exception cref="InvalidOperationException">The model was not compiled with two metrics.</exception>
    public void Deconstruct(out double loss, out double metric1, out double metric2)
    {
        RequireCount(3);
        (loss, metric1, metric2) = (Values[0], Values[1], Values[2]);
    }

    /// <summary>Takes a loss and three metrics apart.</summary>
    /// <param name="loss">The mean loss.</param>
    /// <param name="metric1">The first metric.</param>
    /// <param name="metric2">The second metric.</param>
    /// <param name="metric3">The third metric.</param>
    /// <exception cref="InvalidOperationException">The model was not compiled with three metrics.</exception>
    public void Deconstruct(out double loss, out double metric1, out double metric2, out double metric3)
    {
        RequireCount(4);
        (loss, metric1, metric2, metric3) = (Values[0], Values[1], Values[2], Values[3]);
    }

    /// <summary>A copy of the results by name, in order: what Keras returns for <c>return_dict=True</c>.</summary>
    /// <returns>The copy.</returns>
    public OrderedDictionary<string, double> ToDictionary() => new(_results, StringComparer.Ordinal);

    /// <summary>The results as the progress line shows them: <c>loss: 0.2191 - accuracy: 0.9357</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        StringBuilder line = new();
        foreach ((string name, double value) in _results) LogFormat.AppendLog(line, name, value);
        const string separator = " - ";
        return line.ToString(separator.Length, line.Length - separator.Length);
    }

    private void RequireCount(int count)
    {
        if (_results.Count == count) return;
        throw new InvalidOperationException(
            $"The evaluation cannot be taken apart into {count} values; it has {_results.Count}: "
            + $"{string.Join(", ", Names)}. Name as many, or ask for one: result[\"{Names[^1]}\"].");
    }
}
