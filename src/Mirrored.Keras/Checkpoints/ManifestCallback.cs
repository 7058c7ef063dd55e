using System.Text.Json.Serialization;

namespace Mirrored.Keras;

/// <summary>What a callback has to remember besides arrays, which lie in <c>callbacks.safetensors</c> as
/// <c>class/number/name</c>.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Number">Its number among those of its class, from 0.</param>
/// <param name="Numbers">Numbers by name.</param>
/// <param name="Texts">Texts by name.</param>
internal sealed record ManifestCallback(
    string Class, int Number, IReadOnlyDictionary<string, double> Numbers, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>What the names of its arrays begin with.</summary>
    [JsonIgnore]
    public string Prefix => $"{Class}/{Number}/";
}
