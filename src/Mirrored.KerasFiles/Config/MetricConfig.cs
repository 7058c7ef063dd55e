using System.Text.Json.Nodes;

namespace Mirrored.Keras;

/// <summary>Metrics in configurations: a name, or an object where there are settings.</summary>
internal static class MetricConfig
{
    private const string Interpolation = "interpolation", Minoring = "minoring", Majoring = "majoring";

    public static JsonNode Write(Metric metric)
    {
        (string ClassName, JsonObject? Settings) = metric switch
        {
            Accuracy { Name: "accuracy" or "acc" } or Crossentropy { Name: "crossentropy" or "ce" } => ("", null),
            LossMetric m when Loss.Table.Names.Contains(m.Name) || Loss.Table.Aliases.ContainsKey(m.Name) => LossOf(m),
            BinaryAccuracy m => ("BinaryAccuracy", new() { ["threshold"] = m.Threshold }),
            CategoricalAccuracy => ("CategoricalAccuracy", []),
            SparseCategoricalAccuracy => ("SparseCategoricalAccuracy", []),
            RootMeanSquaredError => ("RootMeanSquaredError", []),
            TopKCategoricalAccuracy m => ("TopKCategoricalAccuracy", new() { ["k"] = m.K }),
            SparseTopKCategoricalAccuracy m => ("SparseTopKCategoricalAccuracy", new() { ["k"] = m.K }),
            PrecisionMetric m => ("Precision", Thresholds(m)),
            Recall m => ("Recall", Thresholds(m)),
            TruePositives m => ("TruePositives", new() { ["thresholds"] = List(m) }),
            TrueNegatives m => ("TrueNegatives", new() { ["thresholds"] = List(m) }),
            FalsePositives m => ("FalsePositives", new() { ["thresholds"] = List(m) }),
            FalseNegatives m => ("FalseNegatives", new() { ["thresholds"] = List(m) }),
            AUC m => ("AUC", new()
            {
                ["num_thresholds"] = m.NumThresholds, ["curve"] = m.Curve == AucCurve.Roc ? "ROC" : "PR",
                ["summation_method"] = m.SummationMethod switch
                {
                    AucSummation.Minoring => Minoring,
                    AucSummation.Majoring => Majoring,
                    _ => Interpolation,
                },
                ["multi_label"] = false, ["num_labels"] = null, ["label_weights"] = null, ["from_logits"] = false,
            }),
            _ => throw KerasObject.Unknown(metric, "metric"),
        };
        if (Settings is null) return JsonValue.Create(metric.Name);
        JsonObject config = new() { ["name"] = metric.Name, ["dtype"] = "float32" };
        foreach ((string key, JsonNode? value) in Settings) config[key] = value?.DeepClone();
        return KerasObject.Of("keras.metrics", ClassName, config);
    }

    public static Metric Read(ConfigNode node)
    {
        if (node.IsText) return node.Text;
        ConfigNode config = node.Config;
        string name = config["name"].Text;
        config.Require("multi_label", "false");
        config.Require("label_weights");
        config.Require("from_logits", "false");
        double[]? Limits() => config.Find("thresholds") is not { } limits ? null : limits.IsNumber ? [limits.Number] : [.. limits.Items.Select(t => t.Number)];
        return node.ClassName switch
        {
            "BinaryAccuracy" => new BinaryAccuracy(config.Find("threshold")?.Number ?? 0.5, name),
            "CategoricalAccuracy" => new CategoricalAccuracy(name),
            "SparseCategoricalAccuracy" => new SparseCategoricalAccuracy(name),
            "RootMeanSquaredError" => new RootMeanSquaredError(name),
            "TopKCategoricalAccuracy" => new TopKCategoricalAccuracy(config["k"].Int, name),
            "SparseTopKCategoricalAccuracy" => new SparseTopKCategoricalAccuracy(config["k"].Int, name),
            "Precision" => new PrecisionMetric(Limits(), config.Find("top_k")?.Int, config.Find("class_id")?.Int, name),
            "Recall" => new Recall(Limits(), config.Find("top_k")?.Int, config.Find("class_id")?.Int, name),
            "TruePositives" => new TruePositives(Limits(), name),
            "TrueNegatives" => new TrueNegatives(Limits(), name),
            "FalsePositives" => new FalsePositives(Limits(), name),
            "FalseNegatives" => new FalseNegatives(Limits(), name),
            "AUC" => new AUC(config["num_thresholds"].Int, Curve(config["curve"]), Summation(config["summation_method"]), name),
            var className => throw node.Wrong($"the metric {SafetensorsFile.Quote(className)}", "one that Mirrored has"),
        };
    }

    /// <summary>A loss counts as a metric under its name, if it has no settings.</summary>
    private static (string ClassName, JsonObject? Settings) LossOf(LossMetric metric) =>
        LossConfig.Write(metric.Loss) is JsonValue ? ("", null) : throw KerasObject.Unknown(metric, "metric");

    private static JsonObject Thresholds(ThresholdMetric metric) =>
        new() { ["thresholds"] = List(metric), ["top_k"] = metric.TopK, ["class_id"] = metric.ClassId };

    // Minus infinity, which JSON has not, stands for "those among the largest", as null does in Keras.
    private static JsonArray? List(ThresholdMetric metric) =>
        metric.Thresholds.Any(double.IsInfinity) ? null : new JsonArray([.. metric.Thresholds.Select(t => (JsonNode)t)]);

    private static AucCurve Curve(ConfigNode node) => node.Text switch
    {
        "ROC" => AucCurve.Roc,
        "PR" => AucCurve.PrecisionRecall,
        var name => throw node.Wrong(SafetensorsFile.Quote(name), "ROC or PR"),
    };

    private static AucSummation Summation(ConfigNode node) => node.Text switch
    {
        Interpolation => AucSummation.Interpolation,
        Minoring => AucSummation.Minoring,
        Majoring => AucSummation.Majoring,
        var name => throw node.Wrong(SafetensorsFile.Quote(name), "interpolation, minoring or majoring"),
    };
}
