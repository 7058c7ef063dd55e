using System.Text.Json.Serialization;

namespace Mirrored.Keras;

/// <summary>Running sums of loss and metrics over an epoch.</summary>
/// <param name="Names">What they are reported as.</param>
/// <param name="Before">Those of the host.</param>
/// <param name="Leaves">Those on the devices, for each part into which batches are cut. In deterministic mode there are as many
/// parts for any number of devices; where there are not, the totals go on.</param>
internal sealed record ManifestSums(
    IReadOnlyList<string> Names, IReadOnlyList<double> Before, IReadOnlyList<IReadOnlyList<double>> Leaves)
{
    /// <summary>The number of sums.</summary>
    [JsonIgnore]
    public int Count => Before.Count;
}
