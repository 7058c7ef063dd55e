namespace Mirrored.Keras;

/// <summary>What a callback has to remember when training is interrupted: numbers, texts and arrays, each by a name of its own.</summary>
/// <example><code>
/// protected override void SaveState(CallbackState state) => state.Numbers["wait"] = _wait;
///
/// protected override void RestoreState(CallbackState state) => _wait = (int)state.Numbers["wait"];
/// </code></example>
public sealed class CallbackState
{
    internal CallbackState()
    {
    }

    internal CallbackState(ManifestCallback saved)
    {
        foreach ((string name, double number) in saved.Numbers) Numbers.Add(name, number);
        foreach ((string name, string text) in saved.Texts) Texts.Add(name, text);
    }

    /// <summary>Numbers; those that are not finite are kept, too.</summary>
    public IDictionary<string, double> Numbers { get; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Texts.</summary>
    public IDictionary<string, string> Texts { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Arrays; they must not change while the checkpoint is written, which happens in the background.</summary>
    public IDictionary<string, NDArray<float>> Arrays { get; } = new Dictionary<string, NDArray<float>>(StringComparer.Ordinal);

    internal bool IsEmpty => Numbers.Count + Texts.Count + Arrays.Count == 0;
}
