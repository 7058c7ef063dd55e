namespace Mirrored.Keras;

/// <summary>The names of metrics: their own, and all names of losses, each reported as it was written.</summary>
internal static class MetricNames
{
    public static readonly NameTable<Metric> Table = new(
        "metric",
        [
            ("acc", () => new Accuracy("acc")),
            ("accuracy", () => new Accuracy()),
            ("auc", () => new AUC()),
            ("binary_accuracy", () => new BinaryAccuracy()),
            ("categorical_accuracy", () => new CategoricalAccuracy()),
            ("ce", () => new Crossentropy("ce")),
            ("crossentropy", () => new Crossentropy()),
            ("false_negatives", () => new FalseNegatives()),
            ("false_positives", () => new FalsePositives()),
            ("precision", () => new PrecisionMetric()),
            ("recall", () => new Recall()),
            ("root_mean_squared_error", () => new RootMeanSquaredError()),
            ("sparse_categorical_accuracy", () => new SparseCategoricalAccuracy()),
            ("sparse_top_k_categorical_accuracy", () => new SparseTopKCategoricalAccuracy()),
            ("top_k_categorical_accuracy", () => new TopKCategoricalAccuracy()),
            ("true_negatives", () => new TrueNegatives()),
            ("true_positives", () => new TruePositives()),
            .. Loss.Table.Names.Concat(Loss.Table.Aliases.Keys).Select(Mean),
        ])
    { IgnoreCase = true };

    private static (string Name, Func<Metric> Create) Mean(string loss) => (loss, () => new LossMetric(Loss.FromString(loss), loss));
}
