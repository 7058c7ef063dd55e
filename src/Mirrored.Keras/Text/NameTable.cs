namespace Mirrored.Keras;

/// <summary>The names under which the things of one kind are made: activations, losses, metrics, optimizers.</summary>
/// <remarks>An unknown name is answered with the nearest valid one, if one is near, and with all of them.</remarks>
internal sealed class NameTable<T>
{
    private readonly string _kind;
    private readonly Dictionary<string, Func<T>> _entries = new(StringComparer.Ordinal);

    /// <summary>Makes the table.</summary>
    /// <param name="kind">What the names name, for messages: <c>activation</c>.</param>
    /// <param name="entries">Each canonical name once, with what makes the thing.</param>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public NameTable(string kind, params (string Name, Func<T> Create)[] entries)
    {
        _kind = kind;
        foreach ((string name, Func<T> create) in entries) _entries.Add(name, create);
        Names = [.. entries.Select(entry => entry.Name)];
    }

    /// <summary>The canonical names, in the order given.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Further names that Keras accepts, each with the canonical name that it stands for.</summary>
    /// <exception cref="ArgumentException">An alias is itself in the table, or its name is not.</exception>
    public IReadOnlyDictionary<string, string> Aliases
    {
        get;
        init
        {
            foreach ((string alias, string name) in value)
            {
                if (_entries.ContainsKey(alias) || !_entries.ContainsKey(name))
                    throw new ArgumentException($"The alias '{alias}' of the {_kind} '{name}' must be a new name for a "
                        + "name in the table.", nameof(value));
            }

            field = value;
        }
    } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether <c>"Adam"</c> is <c>"adam"</c> when no name matches exactly.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>Makes the thing of a name.</summary>
    /// <exception cref="ArgumentException">Nothing has this name; the message lists what has one.</exception>
    public T Resolve(string name) => _entries[Canonical(name)]();

    /// <summary>The one name that a name or an alias stands for.</summary>
    /// <exception cref="ArgumentException">Nothing has this name; the message lists what has one.</exception>
    public string Canonical(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Find(name, StringComparison.Ordinal) is { } exact) return exact;
        if (IgnoreCase && Find(name, StringComparison.OrdinalIgnoreCase) is { } similar) return similar;
        throw Unknown(name);
    }

    private static string Simplify(string name) => name.ToLowerInvariant().Replace('-', '_').Replace(' ', '_');

    private string? Find(string name, StringComparison comparison)
    {
        foreach (string candidate in Names)
            if (candidate.Equals(name, comparison)) return candidate;
        foreach ((string alias, string canonical) in Aliases)
            if (alias.Equals(name, comparison)) return canonical;
        return null;
    }

    private ArgumentException Unknown(string name)
    {
        string hint = Nearest(name) is { } nearest ? $"Did you mean '{nearest}'? " : "";
        string valid = string.Join(", ", Names.Order(StringComparer.Ordinal));
        return new ArgumentException($"Unknown {_kind} '{name}'. {hint}Valid: {valid}.");
    }

    private string? Nearest(string name)
    {
        // One mistake in three letters still reads as the same word; in shorter words one mistake is allowed.
        string simple = Simplify(name);
        int limit = Math.Max(1, simple.Length / 3);
        string? nearest = null;
        int least = limit + 1;
        foreach (string candidate in Names.Concat(Aliases.Keys))
        {
            // The difference in length is a lower bound of the distance, so a very long name costs nothing.
            if (Math.Abs(candidate.Length - simple.Length) >= least) continue;
            int distance = EditDistance.Between(simple, Simplify(candidate));
            if (distance >= least) continue;
            (nearest, least) = (candidate, distance);
        }

        return nearest;
    }
}
