using System.Text.Json.Nodes;

namespace Mirrored.Keras;

/// <summary>How a model was compiled, in configurations.</summary>
internal static class CompileConfig
{
    public static JsonObject Write(Sequential model) => new()
    {
        ["optimizer"] = OptimizerConfig.Write(model.Optimizer!), ["loss"] = LossConfig.Write(model.Loss!), ["loss_weights"] = null,
        ["metrics"] = Write(model.Metrics), ["weighted_metrics"] = Write(model.WeightedMetrics),
        ["run_eagerly"] = false, ["steps_per_execution"] = 1, ["jit_compile"] = true,
    };

    /// <summary>Compiles a model as it was.</summary>
    public static void Read(ConfigNode node, Sequential model)
    {
        node.Require("loss_weights");
        try
        {
            model.Compile(
                OptimizerConfig.Read(node["optimizer"]), LossConfig.Read(node["loss"]), Read(node.Find("metrics")), Read(node.Find("weighted_metrics")));
        }
        catch (ArgumentException exception)
        {
            throw node.Wrong("a compilation that Mirrored does not have: " + exception.Message, "optimizer, loss and metrics that it has", exception);
        }
    }

    private static JsonArray? Write(IReadOnlyList<Metric> metrics) =>
        metrics.Count == 0 ? null : new JsonArray([.. metrics.Select(MetricConfig.Write)]);

    private static Metric[] Read(ConfigNode? metrics) => metrics is { } list ? [.. list.Items.Select(MetricConfig.Read)] : [];
}
