namespace Mirrored.Keras;

/// <summary>Gives Keras's automatic names: <c>dense</c>, <c>dense_1</c>, <c>dropout</c>, counted per class.</summary>
/// <remarks>Safe to use from several threads. Files never depend on these names: weights go by order.</remarks>
internal sealed class LayerNames
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);

    /// <summary>The counters of the process; <see cref="Backend.ClearSession"/> resets them.</summary>
    public static LayerNames Shared { get; } = new();

    /// <summary>The next name for an object of a class: snake_case, from the second on with a number.</summary>
    public string Next(string className)
    {
        string stem = SnakeCase.Of(className);
        lock (_lock)
        {
            int count = _used.GetValueOrDefault(stem);
            _used[stem] = count + 1;
            return count == 0 ? stem : $"{stem}_{count}";
        }
    }

    /// <summary>Starts all counters again.</summary>
    public void Clear()
    {
        lock (_lock) _used.Clear();
    }
}
