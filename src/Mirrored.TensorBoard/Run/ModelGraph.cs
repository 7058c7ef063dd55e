using System.Text;
using System.Text.Json;

namespace Mirrored.Keras;

/// <summary>The layers of a model as TensorBoard's conceptual graph reads them: a part of what Keras's <c>model.to_json()</c>
/// gives.</summary>
internal static class ModelGraph
{
    /// <summary>The model as JSON.</summary>
    public static string ToJson(Sequential model)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteString("class_name", nameof(Sequential));
            WriteConfig(json, model);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static void WriteConfig(Utf8JsonWriter json, Sequential model)
    {
        json.WriteStartObject("config");
        json.WriteString("name", model.Name);
        json.WriteStartArray("layers");
        foreach (Layer layer in model.Layers)
        {
            json.WriteStartObject();
            json.WriteString("class_name", layer.GetType().Name);
            if (layer is Sequential { Layers.Count: > 0 } inner) WriteConfig(json, inner);
            else WriteConfig(json, layer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteConfig(Utf8JsonWriter json, Layer layer)
    {
        json.WriteStartObject("config");
        json.WriteString("name", layer.Name);
        json.WriteString("dtype", "float32");
        json.WriteBoolean("trainable", layer.Trainable);
        json.WriteEndObject();
    }
}
