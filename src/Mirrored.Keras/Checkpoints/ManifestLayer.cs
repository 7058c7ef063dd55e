namespace Mirrored.Keras;

/// <summary>A layer as far as it decides whether weights fit.</summary>
/// <param name="Class">Its class, such as <c>Dense</c>.</param>
/// <param name="Name">The name that somebody gave it; null when it has an automatic one, which depends on what else the process made.</param>
/// <param name="Output">The shape of one row of output.</param>
internal sealed record ManifestLayer(string Class, string? Name, IReadOnlyList<int> Output)
{
    /// <summary>The layers of a model that is built.</summary>
    public static IReadOnlyList<ManifestLayer> Of(Sequential model) =>
    [
        .. model.Leaves().Select(layer => new ManifestLayer(
            layer.GetType().Name, IsAutomatic(layer) ? null : layer.Name, [.. layer.OutputShape!.Value])), // The model is built.
    ];

    public bool Equals(ManifestLayer? other) =>
        other is not null && Class == other.Class && Name == other.Name && Output.SequenceEqual(other.Output);

    public override int GetHashCode() => HashCode.Combine(Class, Name, Output.Count);

    public override string ToString() => $"{Class}{(Name is null ? "" : $" '{Name}'")} with output {new Shape([.. Output])}";

    private static bool IsAutomatic(Layer layer)
    {
        string stem = SnakeCase.Of(layer.GetType().Name);
        return layer.Name == stem || (layer.Name.StartsWith(stem + "_", StringComparison.Ordinal)
            && layer.Name.AsSpan(stem.Length + 1).IndexOfAnyExceptInRange('0', '9') < 0);
    }
}
