using System.Text.Json.Nodes;

namespace Mirrored.Keras;

/// <summary>Losses in configurations: a name, or an object where there are settings.</summary>
internal static class LossConfig
{
    public static JsonNode Write(Loss loss)
    {
        // Users' own losses have a type that is not in the table.
        string name = Loss.Table.Names.FirstOrDefault(n => Loss.FromString(n).GetType() == loss.GetType())
            ?? throw KerasObject.Unknown(loss, "loss");
        JsonObject config = new() { ["name"] = loss.Name, ["reduction"] = ReductionName(loss.Reduction) };
        (string Name, JsonNode Value)[] settings = loss switch
        {
            BinaryCrossentropy { FromLogits: false, LabelSmoothing: 0 } or CategoricalCrossentropy { FromLogits: false, LabelSmoothing: 0 }
                or SparseCategoricalCrossentropy { FromLogits: false } or Huber { Delta: 1 } => [],
            BinaryCrossentropy l => [("from_logits", l.FromLogits), ("label_smoothing", l.LabelSmoothing), ("axis", -1)],
            CategoricalCrossentropy l => [("from_logits", l.FromLogits), ("label_smoothing", l.LabelSmoothing), ("axis", -1)],
            SparseCategoricalCrossentropy l => [("from_logits", l.FromLogits)],
            Huber l => [("delta", l.Delta)],
            _ => [],
        };
        if (settings.Length == 0 && loss.Reduction == Reduction.SumOverBatchSize) return JsonValue.Create(name);
        foreach ((string key, JsonNode value) in settings) config[key] = value;
        return KerasObject.Of("keras.losses", loss.GetType().Name, config);
    }

    public static Loss Read(ConfigNode node)
    {
        if (node.IsText) return node.Text;
        ConfigNode config = node.Config;
        config.Require("axis", "-1");
        config.Require("ignore_class");
        // Keras writes null for none.
        Reduction missing = config.Has("reduction") ? Reduction.None : Reduction.SumOverBatchSize;
        Reduction reduction = config.Find("reduction") is { } found ? ReadReduction(found) : missing;
        bool Logits() => config.Find("from_logits")?.Flag ?? false;
        double Smoothing() => config.Find("label_smoothing")?.Number ?? 0;
        return node.ClassName switch
        {
            nameof(BinaryCrossentropy) => new BinaryCrossentropy(Logits(), Smoothing(), reduction),
            nameof(CategoricalCrossentropy) => new CategoricalCrossentropy(Logits(), Smoothing(), reduction),
            nameof(SparseCategoricalCrossentropy) => new SparseCategoricalCrossentropy(Logits(), reduction),
            nameof(Huber) => new Huber(config.Find("delta")?.Number ?? 1, reduction),
            nameof(CategoricalHinge) => new CategoricalHinge(reduction),
            nameof(CosineSimilarity) => new CosineSimilarity(reduction),
            nameof(Hinge) => new Hinge(reduction),
            nameof(KLDivergence) => new KLDivergence(reduction),
            nameof(LogCosh) => new LogCosh(reduction),
            nameof(MeanAbsoluteError) => new MeanAbsoluteError(reduction),
            nameof(MeanAbsolutePercentageError) => new MeanAbsolutePercentageError(reduction),
            nameof(MeanSquaredError) => new MeanSquaredError(reduction),
            nameof(MeanSquaredLogarithmicError) => new MeanSquaredLogarithmicError(reduction),
            nameof(Poisson) => new Poisson(reduction),
            nameof(SquaredHinge) => new SquaredHinge(reduction),
            var name => throw node.Wrong($"the loss {SafetensorsFile.Quote(name)}", "one that Mirrored has"),
        };
    }

    private static string ReductionName(Reduction reduction) => reduction switch
    {
        Reduction.Sum => "sum",
        Reduction.None => "none",
        _ => "sum_over_batch_size",
    };

    private static Reduction ReadReduction(ConfigNode node) => node.Text switch
    {
        "sum" => Reduction.Sum,
        "none" => Reduction.None,
        "sum_over_batch_size" => Reduction.SumOverBatchSize,
        var name => throw node.Wrong(SafetensorsFile.Quote(name), "sum, none or sum_over_batch_size"),
    };
}
