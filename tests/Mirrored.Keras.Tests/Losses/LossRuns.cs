namespace Mirrored.Keras.Tests;

/// <summary>Short runs of every loss and metric, the same on any devices.</summary>
internal static class LossRuns
{
    private const int Rows = 45, Features = 6, Outputs = 4;

    private static readonly string[] ValueMetrics =
    [
        "accuracy", "binary_accuracy", "categorical_accuracy", "top_k_categorical_accuracy", "auc", "precision", "recall",
        "true_positives", "false_positives", "true_negatives", "false_negatives", "root_mean_squared_error", "crossentropy", "mae",
        "cosine_similarity",
    ];

    private static readonly string[] ClassMetrics =
        ["accuracy", "sparse_categorical_accuracy", "sparse_top_k_categorical_accuracy", "crossentropy"];

    /// <summary>Trains two epochs with weights, uneven batches and every metric that goes with the labels.</summary>
    /// <returns>The weights' hash and everything that was reported.</returns>
    public static (string Weights, double[] Logs) Train(string loss, IReadOnlyList<DeviceId> devices, bool weighted = true)
    {
        using MirroredStrategy strategy = new(devices, new StrategyOptions { Deterministic = true, Seed = 3 });
        using IDisposable scope = strategy.Scope();
        using Sequential model = new([new Dense(5, "tanh", inputShape: Features), new Dense(Outputs, "sigmoid")]);
        bool classes = loss.StartsWith("sparse", StringComparison.Ordinal);
        Metric[] metrics = classes
            ? [.. ClassMetrics.Select(Metric.FromString), new ConfusionMatrix(Outputs)]
            : [.. ValueMetrics.Select(Metric.FromString), new PrecisionMetric([0.25, 0.75], topK: 2, classId: 1, name: "top"),
                new AUC(50, AucCurve.PrecisionRecall, name: "pr")];
        model.Compile("adam", loss, metrics, metrics);
        Random random = new(5);
        float[] x = [.. Enumerable.Range(0, Rows * Features).Select(_ => (random.NextSingle() * 2) - 1)];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(Outputs))];
        NDArray y = classes ? (NDArray<int>)labels
            : new NDArray<float>([.. labels.SelectMany(l => Enumerable.Range(0, Outputs).Select(c => c == l ? 1f : 0))], [Rows, Outputs]);
        FitOptions options = new()
        {
            SampleWeight = weighted ? (NDArray<float>)(float[])[.. Enumerable.Range(0, Rows).Select(i => 0.5f + (i % 3))] : null,
            ClassWeight = weighted ? new Dictionary<int, double> { [0] = 1, [1] = 2, [2] = 0.5, [3] = 1.25 } : null,
        };
        History history = model.Fit(
            new NDArray<float>(x, [Rows, Features]), y, batchSize: 20, epochs: 2, verbose: Verbosity.Silent, options: options);
        return (model.WeightsSha256(), [.. history.Metrics.Values.SelectMany(values => values)]);
    }
}
