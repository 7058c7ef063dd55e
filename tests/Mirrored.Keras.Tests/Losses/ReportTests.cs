namespace Mirrored.Keras.Tests;

/// <summary>What is reported for predictions that are known: the model hands its features on.</summary>
public sealed class ReportTests
{
    private static readonly float[] Predictions = [0.1f, 0.4f, 0.6f, 0.9f, 0.35f, 0.8f];
    private static readonly float[] Labels = [0, 0, 1, 1, 1, 0];
    private static readonly float[] Weights = [1, 2, 3, 4, 5, 6];

    public static TheoryData<string, float, float, double> Golden => new()
    {
        { "mse", 2f, 1.5f, 0.25 },
        { "mae", 2f, 1.5f, 0.5 },
        { "mape", 2f, 1.5f, 25 },
        { "msle", 2f, 1.5f, 0.0332411501 },
        { "huber", 0f, 0.5f, 0.125 },
        { "huber", 0f, 2f, 1.5 },
        { "logcosh", 0f, 0.5f, 0.120114507 },
        { "poisson", 2f, 1.5f, 0.6890696505 },
        { "hinge", 0f, 0.3f, 1.3 },
        { "squared_hinge", 0f, 0.3f, 1.69 },
        { "bce", 1f, 0.8f, 0.223143426 },
        { "bce", 1f, 0f, 15.42494847 },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Evaluate_OnePrediction_GivesKerassNumber(string loss, float label, float prediction, double expected)
    {
        using Sequential model = Identity(1, loss);

        double found = model.Evaluate(Column(prediction), Column(label), verbose: Verbosity.Silent).Loss;

        Assert.Equal(expected, found, tolerance: 1e-6 * Math.Max(1, expected));
    }

    [Fact]
    public void Evaluate_Distributions_GivesKerassNumbers()
    {
        static double Of(Loss loss, NDArray labels, float[] row)
        {
            using Sequential model = Identity(row.Length, loss);
            return model.Evaluate(new NDArray<float>(row, [1, row.Length]), labels, verbose: Verbosity.Silent).Loss;
        }

        static NDArray<float> Row(params float[] values) => new(values, [1, values.Length]);

        Assert.Equal(1.6094379124, Of("sparse_categorical_crossentropy", (NDArray<int>)(int[])[1], [0.7f, 0.2f, 0.1f]), tolerance: 1e-6);
        Assert.Equal(1.3862943612, Of("categorical_crossentropy", Row(0, 1, 0), [0.5f, 0.2f, 0.1f]), tolerance: 1e-6);
        Assert.Equal(0.4170300163, Of(new CategoricalCrossentropy(fromLogits: true), Row(1, 0, 0), [2, 1, 0.1f]), tolerance: 1e-6);
        Assert.Equal(0.292458126, Of(new BinaryCrossentropy(labelSmoothing: 0.1), Row(1), [0.8f]), tolerance: 1e-6);
        Assert.Equal(0.126928011, Of(new BinaryCrossentropy(fromLogits: true), Row(1), [2]), tolerance: 1e-6);
        Assert.Equal(0.0201355136, Of("kld", Row(0.4f, 0.6f), [0.5f, 0.5f]), tolerance: 1e-6);
        Assert.Equal(-0.8, Of("cosine_similarity", Row(1, 2), [2, 1]), tolerance: 1e-6);
        // Class numbers as floats, as tables hold them.
        Assert.Equal(1.6094379124, Of("sparse_categorical_crossentropy", Column(1), [0.7f, 0.2f, 0.1f]), tolerance: 1e-6);
    }

    [Fact]
    public void Evaluate_CountingMetrics_FollowTheirDefinitions()
    {
        using Sequential model = Identity(
            1, "mse", "accuracy", new PrecisionMetric(), new Recall(), new PrecisionMetric([0.3, 0.7], name: "p"), new TruePositives(),
            new FalsePositives(), new TrueNegatives(), new FalseNegatives(), new RootMeanSquaredError());

        EvaluationResult result = Evaluate(model, null);

        // Above 0.5: 0.6 and 0.9 rightly, 0.8 wrongly; 0.35 is missed.
        Assert.Equal((2.0, 1.0, 2.0, 1.0),
            (result["true_positives"], result["false_positives"], result["true_negatives"], result["false_negatives"]));
        Assert.Equal((float)(2 / 3.0), result["precision"]);
        Assert.Equal((float)(2 / 3.0), result["recall"]);
        Assert.Equal((float)(4 / 6.0), result["accuracy"]);
        Assert.Equal((float)(3 / 5.0), result["p_0.3"]);
        Assert.Equal(0.5, result["p_0.7"]);
        Assert.Equal(Math.Sqrt(result.Loss), result["root_mean_squared_error"], tolerance: 1e-6);
    }

    [Fact]
    public void Evaluate_AreasUnderCurves_AreThoseOfKeras()
    {
        // Keras's documentation: tf.keras.metrics.AUC(num_thresholds=3) on [0, 0, 1, 1], [0, 0.5, 0.3, 0.9] gives 0.75, weighted 1.
        using Sequential model = Identity(1, "mse", weightedMetrics: [new AUC(3)], metrics: [new AUC(3), new AUC(name: "fine")]);
        NDArray<float> x = Column(0, 0.5f, 0.3f, 0.9f), y = Column(0, 0, 1, 1);

        EvaluationResult result = model.Evaluate(
            x, y, verbose: Verbosity.Silent, options: new RunOptions { SampleWeight = (NDArray<float>)(float[])[1, 0, 0, 1] });

        Assert.Equal(0.75, result["auc"], tolerance: 1e-6);
        Assert.Equal(1, result["weighted_auc"], tolerance: 1e-6);
        // With fine thresholds: the fraction of pairs in the right order, 3 of 4.
        Assert.Equal(0.75, result["fine"], tolerance: 1e-6);
    }

    [Fact]
    public void Evaluate_SampleWeights_DivideTheLossByRowsAndMetricsByWeights()
    {
        using Sequential model = Identity(1, "mse", metrics: ["mae"], weightedMetrics: ["mae", "accuracy"]);

        EvaluationResult plain = Evaluate(model, null), weighted = Evaluate(model, Weights);

        double[] errors = [.. Predictions.Zip(Labels, (p, t) => (double)p - t)];
        double total = Weights.Sum();
        Assert.Equal(errors.Zip(Weights, (e, w) => w * e * e).Sum() / errors.Length, weighted.Loss, tolerance: 1e-6);
        Assert.Equal(plain["mae"], weighted["mae"]);
        Assert.Equal(errors.Zip(Weights, (e, w) => w * Math.Abs(e)).Sum() / total, weighted["weighted_mae"], tolerance: 1e-6);
        Assert.Equal((1 + 2 + 3 + 4) / total, weighted["accuracy"], tolerance: 1e-6);
        Assert.Equal(plain["mae"], plain["weighted_mae"]);
    }

    [Fact]
    public void Evaluate_ConfusionMatrix_CountsPairs()
    {
        using Sequential model = Identity(2, "sparse_categorical_crossentropy", new ConfusionMatrix(2));

        EvaluationResult result = model.Evaluate(
            new NDArray<float>([0.9f, 0.1f, 0.2f, 0.8f, 0.6f, 0.4f], [3, 2]), (int[])[0, 0, 1], verbose: Verbosity.Silent);

        Assert.Equal((1.0, 1.0, 1.0, 0.0), (result["confusion_matrix_0_0"], result["confusion_matrix_0_1"],
            result["confusion_matrix_1_0"], result["confusion_matrix_1_1"]));
    }

    [Fact]
    public void Evaluate_SumReduction_ReportsTheMeanOfBatchSums()
    {
        using Sequential model = Identity(1, new MeanSquaredError(Reduction.Sum)), mean = Identity(1, "mse");
        double sum = Evaluate(mean, null).Loss * Predictions.Length;

        Assert.Equal(sum, Evaluate(model, null).Loss, tolerance: 1e-6);
    }

    [Fact]
    public void Fit_OwnLoss_TrainsAsItsGradientSays()
    {
        // Only 0.9 exceeds 0.85; the kernel is 1, so the first step of Adam takes 0.001 off.
        using Sequential model = Identity(1, new Excess());
        NDArray<float> limits = Column(-0.85f, -0.85f, -0.85f, -0.85f, -0.85f, -0.85f);
        Assert.Equal(0.05 / 6, model.Evaluate(Column(Predictions), limits, verbose: Verbosity.Silent).Loss, tolerance: 1e-6);

        IReadOnlyList<float[]> gradient = EngineGradients.Of(model, Column(Predictions), limits);

        Assert.Equal(0.9 / 6, gradient[0][0], tolerance: 1e-6);
    }

    [Fact]
    public void Fit_ClassWeights_EqualSampleWeights()
    {
        static string Train(FitOptions options)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(2), new StrategyOptions { Deterministic = true });
            using Sequential model = TestData.Mlp(strategy);
            (NDArray<float> x, NDArray<byte> y) = TestData.Images(100, 64, 10);
            if (options.SampleWeight is not null)
                options = options with { SampleWeight = (float[])[.. y.ToArray().Select(label => label == 3 ? 4f : 1)] };
            model.Fit(x, y, 30, verbose: Verbosity.Silent, options: options);
            return model.WeightsSha256();
        }

        Dictionary<int, double> classes = Enumerable.Range(0, 10).ToDictionary(c => c, c => c == 3 ? 4.0 : 1);

        string byClass = Train(new FitOptions { ClassWeight = classes });
        Assert.Equal(byClass, Train(new FitOptions { SampleWeight = Column(0) }));
        Assert.NotEqual(byClass, Train(new FitOptions()));
    }

    [Fact]
    public void Weights_ThatDoNotFit_AreRefused()
    {
        using Sequential model = Identity(1, "mse");
        string Refusal(FitOptions options) => Assert.Throws<ArgumentException>(
            () => model.Fit(Column(Predictions), Column(Labels), verbose: Verbosity.Silent, options: options)).Message;

        Assert.Contains("shape (6,)", Refusal(new FitOptions { SampleWeight = Column(1, 2) }), StringComparison.Ordinal);
        Assert.Contains(
            "row 5 is NaN", Refusal(new FitOptions { SampleWeight = Column(1, 2, 3, 4, 5, float.NaN) }), StringComparison.Ordinal);
        Assert.Contains(
            "there is none for 0", Refusal(new FitOptions { ClassWeight = new Dictionary<int, double> { [1] = 1 } }), StringComparison.Ordinal);
        Assert.Contains(
            "of class 1", Refusal(new FitOptions { ClassWeight = new Dictionary<int, double> { [0] = 1 } }), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_ThatDoNotFit_AreRefusedWithWhatIsExpected()
    {
        static string Refusal(Loss loss, int outputs, NDArray labels)
        {
            using Sequential model = Identity(outputs, loss);
            return Assert.Throws<ArgumentException>(() => model.Evaluate(
                new NDArray<float>(new float[outputs * labels.RowCount], [labels.RowCount, outputs]), labels, verbose: Verbosity.Silent)).Message;
        }

        string classesForValues = Refusal("mse", 3, (NDArray<int>)(int[])[0, 1]);
        Assert.Contains("expected (rows, 3), found (2,)", classesForValues, StringComparison.Ordinal);
        Assert.Contains("sparse_categorical_crossentropy", classesForValues, StringComparison.Ordinal);
        Assert.Contains("found (1, 3)", Refusal("sparse_categorical_crossentropy", 3, new NDArray<float>([1, 0, 0], [1, 3])), StringComparison.Ordinal);
        Assert.Contains("Label 3 of row 1", Refusal("sparse_categorical_crossentropy", 3, (NDArray<int>)(int[])[0, 3]), StringComparison.Ordinal);
        Assert.Contains("Label 2 of row 0 is not from 0 to 1", Refusal("bce", 1, Column(2)), StringComparison.Ordinal);
        Assert.Contains("is not finite", Refusal("mse", 1, Column(float.NaN)), StringComparison.Ordinal);
    }

    private static EvaluationResult Evaluate(Sequential model, float[]? weights) => model.Evaluate(
        Column(Predictions), Column(Labels), verbose: Verbosity.Silent,
        options: new RunOptions { SampleWeight = weights is null ? null : (NDArray<float>)weights });

    private static NDArray<float> Column(params float[] values) => new(values, [values.Length, 1]);

    private static Sequential Identity(int size, Loss loss, params Metric[] metrics) => Identity(size, loss, metrics, []);

    private static Sequential Identity(int size, Loss loss, Metric[] metrics, Metric[] weightedMetrics)
    {
        Sequential model = new([new Dense(size, useBias: false, inputShape: size)]);
        float[] kernel = [.. Enumerable.Range(0, size * size).Select(i => i / size == i % size ? 1f : 0)];
        model.SetWeights([new NDArray<float>(kernel, [size, size])]);
        model.Compile("adam", loss, metrics, weightedMetrics);
        return model;
    }
}
