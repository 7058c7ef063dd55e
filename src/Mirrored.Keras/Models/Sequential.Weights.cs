using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mirrored.Keras;

public sealed partial class Sequential
{
    /// <summary>Copies all weights to the host.</summary>
    /// <returns>One array per weight, in the order of <see cref="Layer.Weights"/>.</returns>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    public override IReadOnlyList<NDArray<float>> GetWeights() => Home.ReadWeights(Weights);

    /// <summary>Overwrites all weights, on every device.</summary>
    /// <param name="weights">One array per weight, in the order of <see cref="Layer.Weights"/>.</param>
    /// <exception cref="ArgumentException">Their number or a shape differs; nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    public override void SetWeights(IReadOnlyList<NDArray<float>> weights) => Home.WriteWeights($"model '{Name}'", Weights, weights);

    /// <summary>The SHA-256 of all weights as little-endian float32 in the order of <see cref="Layer.Weights"/>: a fingerprint to compare runs by.</summary>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    public string WeightsSha256()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (NDArray<float> weight in GetWeights()) hash.AppendData(MemoryMarshal.AsBytes(weight.Span));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>All layers in order, those of models within this one instead of the models.</summary>
    internal IEnumerable<Layer> Leaves() => _layers.SelectMany(layer => layer is Sequential model ? model.Leaves() : [layer]);
}
