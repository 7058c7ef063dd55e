namespace Mirrored.Keras;

/// <summary>The tree of Keras 3: <c>layers/dense_1/vars/0</c>, a layer's key being its class, counted within the model.</summary>
internal static class Keras3Weights
{
    /// <summary>Writes all weights and names.</summary>
    public static void Write(Sequential model, Hdf5Writer writer)
    {
        using IEnumerator<NDArray<float>> values = model.GetWeights().GetEnumerator();
        Write(model, "", writer, values);
    }

    /// <summary>Reads all weights of a model, after checking that the file has those and no others.</summary>
    /// <exception cref="ModelFormatException">It has not.</exception>
    public static IReadOnlyList<NDArray<float>> Read(Sequential model, Hdf5Reader reader)
    {
        List<NDArray<float>> values = [];
        Read(model, "", reader, values);
        return values;
    }

    private static void Write(Sequential model, string place, Hdf5Writer writer, IEnumerator<NDArray<float>> values)
    {
        writer.Attribute($"{place}/vars", "name", model.Name);
        LayerNames keys = new();
        foreach (Layer layer in model.Layers)
        {
            string key = $"{place}/layers/{keys.Next(layer.GetType().Name)}";
            if (layer is Sequential inner)
            {
                Write(inner, key, writer, values);
                continue;
            }

            writer.Attribute($"{key}/vars", "name", layer.Name);
            for (int i = 0; i < layer.Weights.Count && values.MoveNext(); i++)
                writer.Floats($"{key}/vars/{i}", values.Current.Shape, values.Current.ToArray());
            if (layer is Normalization) writer.Integer($"{key}/vars/{layer.Weights.Count}", 0); // Keras keeps a count there.
        }
    }

    private static void Read(Sequential model, string place, Hdf5Reader reader, List<NDArray<float>> values)
    {
        // Early versions of Keras 3 had the other name.
        string layers = reader.Exists($"{place}/layers") ? $"{place}/layers" : $"{place}/_layer_checkpoint_dependencies";
        HashSet<string> known = new(StringComparer.Ordinal);
        LayerNames keys = new();
        foreach (Layer layer in model.Layers)
        {
            string key = keys.Next(layer.GetType().Name);
            known.Add(key);
            if (layer is Sequential inner) Read(inner, $"{layers}/{key}", reader, values);
            else ReadLayer(layer, $"{layers}/{key}/vars", reader, values);
        }

        if (!reader.Exists(layers))
        {
            if (values.Count > 0 || model.Weights.Count > 0 || place.Length == 0)
                throw reader.Wrong(place + "/", "no layers", "the group layers of a file of weights");
            return;
        }

        foreach (string key in reader.Children(layers).Where(key => !known.Contains(key) && CountVariables(reader, $"{layers}/{key}/vars") > 0))
            throw reader.Wrong($"{layers}/{key}", "weights of a layer that the model does not have", string.Join(", ", known));
    }

    private static void ReadLayer(Layer layer, string place, Hdf5Reader reader, List<NDArray<float>> values)
    {
        IReadOnlyList<Parameter> own = layer.Weights;
        int found = CountVariables(reader, place), expected = own.Count + (layer is Normalization ? 1 : 0);
        if (found != expected && !(layer is Normalization && found == own.Count))
            throw reader.Wrong(place, $"{found} variables", $"the {own.Count} weights of the layer '{layer.Name}'");
        for (int i = 0; i < own.Count; i++) values.Add(Checked(reader, $"{place}/{i}", own[i]));
    }

    /// <summary>Reads a tensor for a weight.</summary>
    internal static NDArray<float> Checked(Hdf5Reader reader, string place, Parameter weight)
    {
        NDArray<float> values = reader.Floats(place);
        return values.Shape == weight.Shape ? values : throw reader.Wrong(place, $"the shape {values.Shape}", $"{weight}");
    }

    private static int CountVariables(Hdf5Reader reader, string place) => reader.Exists(place) ? reader.Children(place).Count : 0;
}
