namespace Mirrored.Keras;

/// <summary>Weights in a safetensors file, named by class, number within the model, and weight: <c>dense_1/kernel</c>.</summary>
internal sealed class SafetensorsFormat() : ModelFormat(".safetensors")
{
    public override void SaveWeights(Sequential model, string path)
    {
        IReadOnlyList<NDArray<float>> values = model.GetWeights();
        SafetensorsFile.Write(path, [.. WeightNames.Of(model).Zip(values, (name, v) => new SafetensorsTensor(name, v.Shape, v.ToArray()))]);
    }

    public override void LoadWeights(Sequential model, string path)
    {
        SafetensorsContent content = SafetensorsFile.Read(path);
        IReadOnlyList<string> names = WeightNames.Of(model);
        Dictionary<string, SafetensorsTensor> found = content.Tensors.ToDictionary(t => t.Name);
        if (found.Count != names.Count || names.FirstOrDefault(n => !found.ContainsKey(n)) is not null)
            throw new ModelFormatException(
                path, $"the weights {string.Join(", ", found.Keys)}", $"those of the model '{model.Name}': {string.Join(", ", names)}");
        IReadOnlyList<Parameter> own = model.Weights;
        for (int i = 0; i < own.Count; i++)
        {
            if (found[names[i]].Shape != own[i].Shape)
                throw new ModelFormatException(path, $"{names[i]} of shape {found[names[i]].Shape}", $"shape {own[i].Shape}");
        }

        model.SetWeights([.. names.Select(n => new NDArray<float>(found[n].Data.ToArray(), found[n].Shape))]);
    }
}
