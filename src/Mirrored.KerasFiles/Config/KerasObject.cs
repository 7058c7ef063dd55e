using System.Text.Json.Nodes;

namespace Mirrored.Keras;

/// <summary>Objects as Keras 3 writes them.</summary>
internal static class KerasObject
{
    /// <summary>An object of a class and its settings.</summary>
    public static JsonObject Of(string module, string className, JsonObject config) => new()
    {
        ["module"] = module, ["class_name"] = className, ["config"] = config, ["registered_name"] = null,
    };

    /// <summary>The one type of numbers that there is.</summary>
    public static JsonObject Float32() => Of("keras", "DTypePolicy", new JsonObject { ["name"] = "float32" });

    /// <summary>A shape with its batch axis, which is open.</summary>
    public static JsonArray BatchShape(Shape shape) => [null, .. shape.Select(axis => (JsonNode)axis)];

    /// <summary>What a file cannot hold.</summary>
    public static NotSupportedException Unknown(object what, string kind) => new(
        $"A Keras file cannot hold the {kind} {what.GetType().Name} as it is set here: Keras has none such. Save the weights alone.");
}
