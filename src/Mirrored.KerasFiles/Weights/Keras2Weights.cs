namespace Mirrored.Keras;

/// <summary>The tree of Keras 2: attributes list layers and their weights, which go by order.</summary>
/// <remarks>A whole model's file has it under <c>model_weights</c>. The paths of weights are followed as they are listed: Keras 2 and the
/// legacy writer of Keras 3 name them differently.</remarks>
internal static class Keras2Weights
{
    private const string LayerNamesKey = "layer_names", WeightNamesKey = "weight_names", Whole = "/model_weights";

    /// <summary>Whether the file has this layout.</summary>
    public static bool Describes(Hdf5Reader reader) => Root(reader) is not null;

    /// <summary>Writes all weights, as <c>save_weights</c> of Keras 2 does.</summary>
    public static void Write(Sequential model, Hdf5Writer writer)
    {
        IReadOnlyList<NDArray<float>> values = model.GetWeights();
        int next = 0;
        writer.Attribute("/", LayerNamesKey, model.Layers.Select(l => l.Name).ToArray());
        writer.Attribute("/", "backend", "tensorflow");
        writer.Attribute("/", "keras_version", "2.9.0");
        foreach (Layer layer in model.Layers)
        {
            string[] names = [.. layer.Weights.Select(w => $"{w.Name}:0")];
            writer.Attribute($"/{layer.Name}", WeightNamesKey, names.Length == 0 ? Array.Empty<double>() : names);
            foreach (string name in names)
            {
                NDArray<float> value = values[next++];
                writer.Floats($"/{layer.Name}/{name}", value.Shape, value.ToArray());
            }
        }

        writer.Attribute("/top_level_model_weights", WeightNamesKey, Array.Empty<double>());
    }

    /// <summary>Reads all weights of a model, after checking that the file has as many, layer by layer, of the same shapes.</summary>
    /// <exception cref="ModelFormatException">It has not.</exception>
    public static IReadOnlyList<NDArray<float>> Read(Sequential model, Hdf5Reader reader)
    {
        string root = Root(reader)!; // Describes was asked.
        (string Place, string[] Weights)[] found =
        [
            .. List(reader, root, LayerNamesKey).Select(name => ($"{root}/{name}", List(reader, $"{root}/{name}", WeightNamesKey)))
                .Where(layer => layer.Item2.Length > 0),
        ];
        Layer[] own = [.. model.Layers.Where(l => l.Weights.Count > 0)];
        if (found.Length != own.Length)
            throw reader.Wrong(root + "/", $"{found.Length} layers with weights", $"the {own.Length} of the model '{model.Name}'");
        List<NDArray<float>> values = [];
        foreach ((Layer layer, (string place, string[] names)) in own.Zip(found))
        {
            // Keras 2 lists a Normalization's count behind mean and variance.
            if (names.Length != layer.Weights.Count && !(layer is Normalization && names.Length == layer.Weights.Count + 1))
                throw reader.Wrong(place, $"{names.Length} weights", $"the {layer.Weights.Count} of the layer '{layer.Name}'");
            values.AddRange(layer.Weights.Zip(names, (weight, name) => Keras3Weights.Checked(reader, $"{place}/{name}", weight)));
        }

        return values;
    }

    private static string? Root(Hdf5Reader reader)
    {
        if (reader.Texts("/", LayerNamesKey) is not null || reader.Texts("/", LayerNamesKey + "0") is not null) return "";
        return reader.Exists(Whole) ? Whole : null;
    }

    /// <summary>A list of texts, which Keras cuts into numbered pieces when it is long.</summary>
    private static string[] List(Hdf5Reader reader, string place, string name)
    {
        string at = place.Length == 0 ? "/" : place;
        if (!reader.Exists(at)) throw reader.Wrong(at, "nothing", "the group of a layer that is listed");
        if (reader.Texts(at, name) is { } whole) return whole;
        List<string> texts = [];
        for (int i = 0; reader.Texts(at, $"{name}{i}") is { } piece; i++) texts.AddRange(piece);
        return [.. texts];
    }
}
