namespace Mirrored.Keras;

/// <summary>What a <see cref="History"/> holds.</summary>
/// <param name="Epoch">The epochs, from 0.</param>
/// <param name="Names">The names, in the order in which they first came.</param>
/// <param name="Values">For each of them its values.</param>
internal sealed record ManifestHistory(
    IReadOnlyList<int> Epoch, IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<double>> Values);
