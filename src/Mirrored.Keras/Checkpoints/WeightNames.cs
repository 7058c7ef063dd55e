namespace Mirrored.Keras;

/// <summary>Names of weights in files, by class, number within the model, and weight: <c>dense_1/kernel</c>.</summary>
internal static class WeightNames
{
    /// <summary>One name for each weight in the order of <see cref="Layer.Weights"/>; they depend on the model alone, not on what
    /// else the process made.</summary>
    public static IReadOnlyList<string> Of(Sequential model)
    {
        LayerNames names = new();
        List<string> all = [];
        foreach (Layer layer in model.Leaves())
        {
            string stem = names.Next(layer.GetType().Name);
            all.AddRange(layer.Weights.Select(weight => $"{stem}/{weight.Name[(layer.Name.Length + 1)..]}"));
        }

        return all;
    }
}
