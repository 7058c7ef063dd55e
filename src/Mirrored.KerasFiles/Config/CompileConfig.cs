using System.Text.Json.Nodes;

namespace Mirrored.Keras;

/// <summary>How a model was compiled, in configurations.</summary>
internal static class CompileConfig
{
    public static JsonObject Write(Sequential model) => new()
    {
        ["optimizer"] = OptimizerConfig.Write(model.Optimizer!), ["loss"] = Write(model.Loss!), ["loss_weights"] = null,
        ["metrics"] = model.Metrics.Count == 0 ? null : new JsonArray([.. model.Metrics.Select(Write)]), ["weighted_metrics"] = null,
        ["run_eagerly"] = false, ["steps_per_execution"] = 1, ["jit_compile"] = true,
    };

    /// <summary>Compiles a model as it was.</summary>
    public static void Read(ConfigNode node, Sequential model)
    {
        node.Require("loss_weights");
        node.Require("weighted_metrics");
        try
        {
            IReadOnlyList<ConfigNode> metrics = node.Find("metrics")?.Items ?? [];
            model.Compile(OptimizerConfig.Read(node["optimizer"]), ReadLoss(node["loss"]), [.. metrics.Select(ReadMetric)]);
        }
        catch (ArgumentException exception)
        {
            throw node.Wrong("a compilation that Mirrored does not have: " + exception.Message, "optimizer, loss and metrics that it has", exception);
        }
    }

    private static JsonNode Write(Loss loss) => loss switch
    {
        SparseCategoricalCrossentropy { FromLogits: true } => KerasObject.Of("keras.losses", "SparseCategoricalCrossentropy", new()
        {
            ["name"] = loss.Name, ["reduction"] = "sum_over_batch_size", ["from_logits"] = true, ["ignore_class"] = null,
        }),
        SparseCategoricalCrossentropy => JsonValue.Create(loss.Name),
        _ => throw KerasObject.Unknown(loss, "loss"),
    };

    private static JsonNode Write(Metric metric) => metric switch
    {
        Accuracy or SparseCategoricalAccuracy when MetricNames.Table.Names.Contains(metric.Name) => JsonValue.Create(metric.Name),
        _ => throw KerasObject.Unknown(metric, "metric"),
    };

    private static Loss ReadLoss(ConfigNode node)
    {
        if (node.IsText) return node.Text;
        if (node.ClassName != "SparseCategoricalCrossentropy") throw node.Wrong($"the loss {SafetensorsFile.Quote(node.ClassName)}", "one that Mirrored has");
        node.Config.Require("reduction", "\"sum_over_batch_size\"");
        node.Config.Require("ignore_class");
        return new SparseCategoricalCrossentropy(node.Config["from_logits"].Flag);
    }

    private static Metric ReadMetric(ConfigNode node)
    {
        string name = node.IsText ? node.Text : node.Config["name"].Text;
        return MetricNames.Table.Names.Contains(name) ? name : throw node.Wrong($"the metric {SafetensorsFile.Quote(name)}", "one that Mirrored has");
    }
}
