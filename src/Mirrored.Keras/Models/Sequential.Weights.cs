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

    /// <summary>Writes all weights to a safetensors file, replacing it only when everything is on disk.</summary>
    /// <param name="path">The file; its name ends in <c>.safetensors</c>.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is untouched.</exception>
    public void SaveWeights(string path)
    {
        CheckExtension(path);
        IReadOnlyList<NDArray<float>> values = GetWeights();
        SafetensorsFile.Write(path, [.. FileNames().Zip(values, (name, v) => new SafetensorsTensor(name, v.Shape, v.ToArray()))]);
    }

    /// <summary>Reads all weights from a safetensors file that <see cref="SaveWeights"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The name does not end in <c>.safetensors</c>.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, or its weights are not this model's; nothing was changed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void LoadWeights(string path)
    {
        CheckExtension(path);
        SafetensorsContent content = SafetensorsFile.Read(path);
        string[] names = [.. FileNames()];
        Dictionary<string, SafetensorsTensor> found = content.Tensors.ToDictionary(t => t.Name);
        if (found.Count != names.Length || names.FirstOrDefault(n => !found.ContainsKey(n)) is not null)
            throw new ModelFormatException(
                path, $"the weights {string.Join(", ", found.Keys)}", $"those of the model '{Name}': {string.Join(", ", names)}");
        IReadOnlyList<Parameter> own = Weights;
        for (int i = 0; i < own.Count; i++)
        {
            if (found[names[i]].Shape != own[i].Shape)
                throw new ModelFormatException(path, $"{names[i]} of shape {found[names[i]].Shape}", $"shape {own[i].Shape}");
        }

        SetWeights([.. names.Select(n => new NDArray<float>(found[n].Data.ToArray(), found[n].Shape))]);
    }

    /// <summary>The SHA-256 of all weights as little-endian float32 in the order of <see cref="Layer.Weights"/>: a fingerprint to compare runs by.</summary>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    public string WeightsSha256()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (NDArray<float> weight in GetWeights()) hash.AppendData(MemoryMarshal.AsBytes(weight.Span));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Names that depend on the model alone, not on what else the process made: class, number within the model, weight.</summary>
    private IEnumerable<string> FileNames()
    {
        LayerNames names = new();
        foreach (Layer layer in Leaves())
        {
            string stem = names.Next(layer.GetType().Name);
            foreach (Parameter weight in layer.Weights) yield return $"{stem}/{weight.Name[(layer.Name.Length + 1)..]}";
        }
    }

    /// <summary>All layers in order, those of models within this one instead of the models.</summary>
    private IEnumerable<Layer> Leaves() => _layers.SelectMany(layer => layer is Sequential model ? model.Leaves() : [layer]);

    internal static void CheckExtension(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"'{path}' does not end in .safetensors, the one format that weights are kept in.", nameof(path));
    }
}
