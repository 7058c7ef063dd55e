using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mirrored.Keras;

public sealed partial class Sequential
{
    /// <summary>Copies all weights to the host.</summary>
    /// <returns>One array per weight, in the order of <see cref="Weights"/>.</returns>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    public IReadOnlyList<NDArray<float>> GetWeights()
    {
        using IDisposable use = Strategy.Use();
        StepEngine engine = Engine();
        return [.. Weights.Select(w => new NDArray<float>(engine.ReadWeight(w).ToArray(), w.Shape))];
    }

    /// <summary>Overwrites all weights, on every device.</summary>
    /// <param name="weights">One array per weight, in the order of <see cref="Weights"/>.</param>
    /// <exception cref="ArgumentException">Their number or a shape differs; nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    public void SetWeights(IReadOnlyList<NDArray<float>> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        using IDisposable use = Strategy.Use();
        StepEngine engine = Engine();
        IReadOnlyList<Parameter> own = Weights;
        if (weights.Count != own.Count)
            throw new ArgumentException($"The model '{Name}' has {own.Count} weights, found {weights.Count}.", nameof(weights));
        for (int i = 0; i < own.Count; i++)
        {
            if (weights[i] is null) throw new ArgumentException($"The weight {own[i].Name} is null.", nameof(weights));
            if (weights[i].Shape != own[i].Shape)
                throw new ArgumentException($"The weight {own[i].Name} has shape {own[i].Shape}, found {weights[i].Shape}.", nameof(weights));
        }

        for (int i = 0; i < own.Count; i++) engine.WriteWeight(own[i], weights[i].Span);
    }

    /// <summary>The SHA-256 of all weights as little-endian float32 in the order of <see cref="Weights"/>: a fingerprint to compare runs by.</summary>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    public string WeightsSha256()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (NDArray<float> weight in GetWeights()) hash.AppendData(MemoryMarshal.AsBytes(weight.Span));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
