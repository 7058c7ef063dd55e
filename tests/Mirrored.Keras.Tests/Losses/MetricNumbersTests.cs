namespace Mirrored.Keras.Tests;

/// <summary>Every metric, and every loss as one, beside an independent float64 implementation on random predictions.</summary>
public sealed class MetricNumbersTests
{
    /// <summary>Results are float32 of float64 sums of float32 numbers, each a few roundings of 2^-24 off.</summary>
    private const double Tolerance = 1e-5;

    private const int Rows = 57, Classes = 4;

    private static readonly double[][] Predictions = Draw();
    private static readonly int[] Labels = [.. Enumerable.Range(0, Rows).Select(r => r * 7 % 11 % Classes)];
    private static readonly double[] Weights = [.. Enumerable.Range(0, Rows).Select(r => 0.25 + (r * r % 7 / 2.0))];

    /// <summary>The value of a metric for one row that is a mean over rows; those that count follow below.</summary>
    private static readonly Dictionary<string, (Metric Metric, Func<double[], double[], int, double> OfRow)> Means = new()
    {
        [nameof(Accuracy)] = (new Accuracy(), (p, t, y) => Largest(p) == y ? 1 : 0),
        [nameof(BinaryAccuracy)] = (new BinaryAccuracy(0.4), (p, t, y) => Mean(p, t, (a, b) => (a > 0.4 ? 1 : 0) == b ? 1 : 0)),
        [nameof(CategoricalAccuracy)] = (new CategoricalAccuracy(), (p, t, y) => Largest(p) == y ? 1 : 0),
        [nameof(SparseCategoricalAccuracy)] = (new SparseCategoricalAccuracy(), (p, t, y) => Largest(p) == y ? 1 : 0),
        [nameof(TopKCategoricalAccuracy)] = (new TopKCategoricalAccuracy(2), (p, t, y) => p.Count(x => x > p[y]) < 2 ? 1 : 0),
        [nameof(SparseTopKCategoricalAccuracy)] = (new SparseTopKCategoricalAccuracy(3), (p, t, y) => p.Count(x => x > p[y]) < 3 ? 1 : 0),
        [nameof(Crossentropy)] = (new Crossentropy(), (p, t, y) => -Math.Log(p[y] / p.Sum())),
        [nameof(RootMeanSquaredError)] = (new RootMeanSquaredError(), (p, t, y) => Mean(p, t, (a, b) => (a - b) * (a - b))),
        ["binary_crossentropy"] = ("bce", (p, t, y) => -Mean(p, t, (a, b) => b * Math.Log(a + 1e-7) + (1 - b) * Math.Log(1 - a + 1e-7))),
        ["categorical_crossentropy"] = ("categorical_crossentropy", (p, t, y) => -Math.Log(p[y] / p.Sum())),
        ["categorical_hinge"] = ("categorical_hinge", (p, t, y) => Math.Max(0, p.Where((_, c) => c != y).Max() - p[y] + 1)),
        ["cosine_similarity"] = ("cosine_similarity", (p, t, y) => p[y] / Math.Sqrt(p.Sum(x => x * x))),
        ["hinge"] = ("hinge", (p, t, y) => Mean(p, t, (a, b) => Math.Max(0, 1 - (2 * b - 1) * a))),
        ["huber"] = (new Huber(0.3), (p, t, y) => Mean(p, t, (a, b) =>
            Math.Abs(a - b) <= 0.3 ? (a - b) * (a - b) / 2 : (0.3 * Math.Abs(a - b)) - 0.045)),
        ["kl_divergence"] = ("kld", (p, t, y) => p.Zip(t, (a, b) => Math.Max(b, 1e-7) * Math.Log(Math.Max(b, 1e-7) / a)).Sum()),
        ["log_cosh"] = ("logcosh", (p, t, y) => Mean(p, t, (a, b) => Math.Log(Math.Cosh(a - b)))),
        ["mean_absolute_error"] = ("mae", (p, t, y) => Mean(p, t, (a, b) => Math.Abs(a - b))),
        ["mean_absolute_percentage_error"] = ("mape", (p, t, y) => 100 * Mean(p, t, (a, b) => Math.Abs(a - b) / Math.Max(b, 1e-7))),
        ["mean_squared_error"] = ("mse", (p, t, y) => Mean(p, t, (a, b) => (a - b) * (a - b))),
        ["mean_squared_logarithmic_error"] = ("msle", (p, t, y) => Mean(p, t, (a, b) => Math.Pow(Math.Log((1 + a) / (1 + Math.Max(b, 1e-7))), 2))),
        ["poisson"] = ("poisson", (p, t, y) => Mean(p, t, (a, b) => a - b * Math.Log(a + 1e-7))),
        ["sparse_categorical_crossentropy"] = ("sparse_categorical_crossentropy", (p, t, y) => -Math.Log(p[y] / p.Sum())),
        ["squared_hinge"] = ("squared_hinge", (p, t, y) => Mean(p, t, (a, b) => Math.Pow(Math.Max(0, 1 - (2 * b - 1) * a), 2))),
    };

    private static readonly string[] Counting =
    [
        nameof(AUC), nameof(ConfusionMatrix), nameof(FalseNegatives), nameof(FalsePositives), nameof(PrecisionMetric), nameof(Recall),
        nameof(TrueNegatives), nameof(TruePositives),
    ];

    public static TheoryData<string> Names => [.. Means.Keys];

    [Fact]
    public void Cases_CoverEveryMetricAndLoss() => Assert.Equal(
        TypeCases.Metrics.Keys.Where(name => name != nameof(LossMetric)).Concat(Loss.Table.Names).Order(), Means.Keys.Concat(Counting).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluate_MeanOfRows_EqualsFloat64(string name)
    {
        (Metric metric, Func<double[], double[], int, double> ofRow) = Means[name];
        double[] rows = [.. Predictions.Select((p, r) => ofRow(p, OneHot(r), Labels[r]))];
        double plain = rows.Average(), weighted = rows.Zip(Weights, (v, w) => v * w).Sum() / Weights.Sum();
        if (metric is RootMeanSquaredError) (plain, weighted) = (Math.Sqrt(plain), Math.Sqrt(weighted));

        EvaluationResult result = Evaluate(metric);

        AssertClose(plain, result[metric.Name]);
        AssertClose(weighted, result[$"weighted_{metric.Name}"]);
        Assert.True(Math.Abs(plain - weighted) > 10 * Tolerance * Math.Abs(plain), "Weights make no difference: the case tells nothing.");
    }

    [Fact]
    public void Evaluate_Counts_EqualThoseOfPlainLoops()
    {
        const double threshold = 0.45;
        double Count(bool positive, bool predicted, Func<int, double> weight) => Enumerable.Range(0, Rows * Classes).Sum(i =>
            OneHot(i / Classes)[i % Classes] == (positive ? 1 : 0) && Predictions[i / Classes][i % Classes] > threshold == predicted
                ? weight(i / Classes) : 0);

        EvaluationResult result = Evaluate(
            new TruePositives([threshold]), new FalsePositives([threshold]), new TrueNegatives([threshold]), new FalseNegatives([threshold]),
            new PrecisionMetric([threshold]), new Recall([threshold]), new AUC(), new AUC(curve: AucCurve.PrecisionRecall, name: "pr"));

        foreach ((string prefix, Func<int, double> weight) in new (string, Func<int, double>)[] { ("", _ => 1), ("weighted_", r => Weights[r]) })
        {
            double tp = Count(true, true, weight), fp = Count(false, true, weight), tn = Count(false, false, weight), fn = Count(true, false, weight);
            AssertClose(tp, result[prefix + "true_positives"]);
            AssertClose(fp, result[prefix + "false_positives"]);
            AssertClose(tn, result[prefix + "true_negatives"]);
            AssertClose(fn, result[prefix + "false_negatives"]);
            AssertClose(tp / (tp + fp), result[prefix + "precision"]);
            AssertClose(tp / (tp + fn), result[prefix + "recall"]);
            // Two hundred thresholds: pairs that lie between the same two are counted half.
            Assert.Equal(PairsInOrder(weight), result[prefix + "auc"], 5e-3);
        }

        Assert.InRange(result["pr"], 0, 1);
    }

    [Fact]
    public void Evaluate_ConfusionMatrix_EqualsPlainLoops()
    {
        EvaluationResult result = Evaluate(new ConfusionMatrix(Classes));

        for (int label = 0; label < Classes; label++)
        {
            for (int found = 0; found < Classes; found++)
            {
                int[] rows = [.. Enumerable.Range(0, Rows).Where(r => Labels[r] == label && Largest(Predictions[r]) == found)];
                AssertClose(rows.Length, result[$"confusion_matrix_{label}_{found}"]);
                AssertClose(rows.Sum(r => Weights[r]), result[$"weighted_confusion_matrix_{label}_{found}"]);
            }
        }
    }

    /// <summary>The chance that of two elements, one positive and one negative, the positive one is predicted higher.</summary>
    private static double PairsInOrder(Func<int, double> weight)
    {
        (double P, double W)[] positive = [.. Enumerable.Range(0, Rows).Select(r => (Predictions[r][Labels[r]], weight(r)))];
        (double P, double W)[] negative = [.. Enumerable.Range(0, Rows).SelectMany(r => Enumerable.Range(0, Classes)
            .Where(c => c != Labels[r]).Select(c => (Predictions[r][c], weight(r))))];
        double right = positive.Sum(a => negative.Sum(b => a.P > b.P ? a.W * b.W : 0));
        return right / (positive.Sum(a => a.W) * negative.Sum(b => b.W));
    }

    /// <summary>A model that hands its features on, with labels in the form that the metrics take.</summary>
    private static EvaluationResult Evaluate(params Metric[] metrics)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(3));
        using IDisposable scope = strategy.Scope();
        using Sequential model = new([new Input(Classes), new Rescaling(1)]);
        bool sparse = metrics[0] is Accuracy or SparseCategoricalAccuracy or SparseTopKCategoricalAccuracy or Crossentropy or ConfusionMatrix
            || metrics[0].Name.StartsWith("sparse", StringComparison.Ordinal);
        model.Compile("adam", sparse ? "sparse_categorical_crossentropy" : "mse", metrics, metrics);
        NDArray<float> x = new([.. Predictions.SelectMany(p => p.Select(v => (float)v))], [Rows, Classes]);
        NDArray y = sparse
            ? (NDArray<int>)Labels
            : new NDArray<float>([.. Enumerable.Range(0, Rows).SelectMany(r => OneHot(r).Select(v => (float)v))], [Rows, Classes]);
        return model.Evaluate(x, y, batchSize: 20, verbose: Verbosity.Silent, options: new RunOptions
        {
            SampleWeight = (NDArray<float>)(float[])[.. Weights.Select(w => (float)w)],
        });
    }

    private static void AssertClose(double expected, double found) => Assert.Equal(expected, found, Tolerance * Math.Max(1, Math.Abs(expected)));

    private static double[] OneHot(int row) => [.. Enumerable.Range(0, Classes).Select(c => c == Labels[row] ? 1.0 : 0)];

    private static int Largest(double[] p) => Array.IndexOf(p, p.Max());

    private static double Mean(double[] p, double[] t, Func<double, double, double> of) => p.Zip(t, of).Average();

    /// <summary>Distinct numbers in (0, 1) that float32 has exactly.</summary>
    private static double[][] Draw()
    {
        Random random = new(8);
        return [.. Enumerable.Range(0, Rows).Select(_ => Enumerable.Range(0, Classes).Select(_ => (random.Next(1 << 12) + 0.5) / (1 << 12)).ToArray())];
    }
}
