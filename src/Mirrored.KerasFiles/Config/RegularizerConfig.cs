using System.Text.Json.Nodes;

namespace Mirrored.Keras;

/// <summary>Penalties and constraints of weights in configurations.</summary>
internal static class RegularizerConfig
{
    public static JsonObject? Write(Regularizer? regularizer) => regularizer switch
    {
        null => null,
        L1 r => KerasObject.Of("keras.regularizers", "L1", new() { ["l1"] = r.Factor }),
        L2 r => KerasObject.Of("keras.regularizers", "L2", new() { ["l2"] = r.Factor }),
        L1L2 r => KerasObject.Of("keras.regularizers", "L1L2", new() { ["l1"] = r.L1, ["l2"] = r.L2 }),
        _ => throw KerasObject.Unknown(regularizer, "regularizer"),
    };

    public static JsonObject? Write(Constraint? constraint) => constraint switch
    {
        null => null,
        MaxNorm c => Of("MaxNorm", new() { ["max_value"] = c.MaxValue, ["axis"] = c.Axis }),
        MinMaxNorm c => Of("MinMaxNorm", new() { ["min_value"] = c.MinValue, ["max_value"] = c.MaxValue, ["rate"] = c.Rate, ["axis"] = c.Axis }),
        NonNeg => Of("NonNeg", []),
        UnitNorm c => Of("UnitNorm", new() { ["axis"] = c.Axis }),
        _ => throw KerasObject.Unknown(constraint, "constraint"),
    };

    public static Regularizer? Read(ConfigNode? node)
    {
        if (node is not { } found) return null;
        if (found.IsText) return Regularizer.Table.Names.Contains(found.Text) ? found.Text : throw Unknown(found, found.Text);
        ConfigNode config = found.Config;
        return found.ClassName switch
        {
            "L1" => new L1(config["l1"].Number),
            "L2" => new L2(config["l2"].Number),
            "L1L2" => new L1L2(config["l1"].Number, config["l2"].Number),
            var name => throw Unknown(found, name),
        };
    }

    public static Constraint? ReadConstraint(ConfigNode? node)
    {
        if (node is not { } found) return null;
        if (found.IsText) return Constraint.Table.Names.Contains(found.Text) ? found.Text : throw Unknown(found, found.Text);
        ConfigNode config = found.Config;
        return found.ClassName switch
        {
            "MaxNorm" => new MaxNorm(config["max_value"].Number, config["axis"].Int),
            "MinMaxNorm" => new MinMaxNorm(config["min_value"].Number, config["max_value"].Number, config["rate"].Number, config["axis"].Int),
            "NonNeg" => new NonNeg(),
            "UnitNorm" => new UnitNorm(config["axis"].Int),
            var name => throw Unknown(found, name),
        };
    }

    private static JsonObject Of(string className, JsonObject config) => KerasObject.Of("keras.constraints", className, config);

    private static ModelFormatException Unknown(ConfigNode node, string name) =>
        node.Wrong($"the class {SafetensorsFile.Quote(name)}", "one that Mirrored has");
}
