namespace Mirrored.Keras.Tests;

/// <summary>Weights that a dataset brings, and weights of classes, count the same however the rows flow.</summary>
public sealed class DatasetWeightTests
{
    private const int Rows = 90, Features = 8, Classes = 4;

    private static readonly (NDArray<float> X, NDArray<int> Y) Data = TestData.Classes(Rows, Features, Classes);

    private static readonly NDArray<float> Weights = (float[])[.. Enumerable.Range(0, Rows).Select(i => 0.5f + i % 3)];

    private static readonly Dictionary<int, double> OfClasses = new() { [0] = 1, [1] = 3, [2] = 0.25, [3] = 1.5 };

    public static TheoryData<string> Ways => ["index", "stream", "batches", "cache"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Fit_WeightsOfTheDataset_EqualAnArrayOfWeights(string way)
    {
        Dataset<Example> plain = Dataset.FromTensorSlices(Data.X, Data.Y).Shuffle(40);
        Dataset<Batch> weighted = Batches(Dataset.FromTensorSlices(Data.X, Data.Y, Weights).Shuffle(40), way);
        FitOptions options = new() { SampleWeight = Weights };
        FitOptions both = options with { ClassWeight = OfClasses };

        string expected = Train(1, plain.Batch(20), options), withClasses = Train(1, plain.Batch(20), both);

        Assert.NotEqual(Train(1, plain.Batch(20), new FitOptions()), expected);
        foreach (int replicas in (int[])[1, 3, 8])
        {
            Assert.Equal(expected, Train(replicas, weighted, new FitOptions()));
            Assert.Equal(withClasses, Train(replicas, weighted, new FitOptions { ClassWeight = OfClasses }));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Fit_WeightsOfClasses_EqualThoseOfRows(string way)
    {
        NDArray<float> ofRows = (float[])[.. Data.Y.ToArray().Select(label => (float)OfClasses[label])];
        Dataset<Example> plain = Dataset.FromTensorSlices(Data.X, Data.Y);

        Assert.Equal(
            Train(2, plain.Batch(20), new FitOptions { SampleWeight = ofRows }),
            Train(2, Batches(plain, way), new FitOptions { ClassWeight = OfClasses }));
    }

    [Fact]
    public void Evaluate_WeightsOfTheDataset_CountInLossAndWeightedMetrics()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        using Sequential model = Model(strategy);
        Dataset<Example> weighted = Dataset.FromTensorSlices(Data.X, Data.Y, Weights);
        RunOptions options = new() { SampleWeight = Weights };

        EvaluationResult expected = model.Evaluate(Data.X, Data.Y, 20, Verbosity.Silent, options: options);

        foreach (string way in (string[])["index", "stream"])
        {
            EvaluationResult found = model.Evaluate(Batches(weighted, way), Verbosity.Silent);
            Assert.Equal(expected.Loss, found.Loss);
            Assert.Equal(expected["weighted_accuracy"], found["weighted_accuracy"]);
            Assert.Equal(
                model.Predict(Data.X, verbose: Verbosity.Silent).ToArray(), model.Predict(Batches(weighted, way), Verbosity.Silent).ToArray());
        }

        Assert.NotEqual(expected.Loss, model.Evaluate(Data.X, Data.Y, 20, Verbosity.Silent).Loss);
        History history = model.Fit(
            Data.X, Data.Y, epochs: 1, validationData: Batches(weighted, "stream"), verbose: Verbosity.Silent);
        Assert.Equal(model.Evaluate(Batches(weighted, "index"), Verbosity.Silent).Loss, history["val_loss"][0]);
    }

    [Fact]
    public void Fit_OnGpus_WeighsStreamedRowsAlike()
    {
        SimulatorAtHand.SkipWithoutGpu();
        FitOptions options = new() { ClassWeight = OfClasses };
        Dataset<Example> weighted = Dataset.FromTensorSlices(Data.X, Data.Y, Weights);

        string expected = Train(2, weighted.Batch(20), options);

        Assert.Equal(expected, Train(Devices.Gpus(0), Batches(weighted, "stream"), options));
        Assert.Equal(expected, Train(Devices.Gpus(0, 1), Batches(weighted, "stream"), options));
    }

    [Fact]
    public void Weights_ThatCannotCount_AreRefused()
    {
        using Sequential model = new([new Dense(Classes, "softmax")]); // Unbuilt, and stays so.
        model.Compile("sgd", "sparse_categorical_crossentropy");
        Dataset<Example> weighted = Dataset.FromTensorSlices(Data.X, Data.Y, Weights);
        string Refusal(Dataset<Batch> data, FitOptions? options = null)
        {
            ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => model.Fit(data, verbose: Verbosity.Silent, options: options));
            Assert.Null(model.InputShape);
            return error.Message;
        }

        Assert.Contains("weights of its own", Refusal(weighted.Batch(20), new FitOptions { SampleWeight = Weights }));
        Assert.Contains("Example.SampleWeight", Refusal(Batches(weighted, "stream"), new FitOptions { SampleWeight = Weights }));
        Assert.Contains("there is none for 0", Refusal(
            Batches(weighted, "stream"), new FitOptions { ClassWeight = new Dictionary<int, double> { [2] = 1 } }));
        Assert.Contains("row 3 is NaN", Refusal(
            Dataset.FromTensorSlices(Data.X, Data.Y, (float[])[.. Enumerable.Range(0, Rows).Select(i => i == 3 ? float.NaN : 1)])
                .Map(e => e).Batch(20)));
    }

    [Fact]
    public void Fit_LaterBatchWithoutWeights_NamesTheBatch()
    {
        using Sequential model = new([new Dense(Classes, "softmax")]);
        model.Compile("sgd", "sparse_categorical_crossentropy");
        Dataset<Batch> mixed = Dataset.FromTensorSlices(Data.X, Data.Y, Weights).Batch(20).Enumerate().Map(
            batch => batch.Index == 2 ? new Batch(batch.Element.X, batch.Element.Y) : batch.Element);

        DatasetException error = Assert.Throws<DatasetException>(() => model.Fit(mixed, verbose: Verbosity.Silent));

        Assert.Equal(2, error.ElementIndex);
        Assert.Contains("sample weights", error.Message);
    }

    private static Dataset<Batch> Batches(Dataset<Example> rows, string way) => way switch
    {
        "index" => rows.Batch(20),
        "stream" => rows.Map(e => e, numParallelCalls: 2).Batch(20),
        "batches" => rows.Batch(20).Map(batch => new Batch(batch.X, batch.Y) { SampleWeight = batch.SampleWeight }),
        _ => rows.Batch(20).Unbatch().Map(e => e).Batch(20).Prefetch(1),
    };

    private static string Train(int replicas, Dataset<Batch> data, FitOptions options) => Train(Devices.Cpus(replicas), data, options);

    private static string Train(IReadOnlyList<DeviceId> devices, Dataset<Batch> data, FitOptions options)
    {
        using MirroredStrategy strategy = new(devices, new StrategyOptions { Deterministic = true, Seed = 5 });
        using Sequential model = Model(strategy);
        History history = model.Fit(data, epochs: 2, verbose: Verbosity.Silent, options: options);
        return $"{model.WeightsSha256()} {history["loss"][1]:R} {history["weighted_accuracy"][1]:R}";
    }

    private static Sequential Model(MirroredStrategy strategy)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new([new Dense(6, "relu", inputShape: Features), new Dense(Classes, "softmax")]);
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"], ["accuracy"]);
        return model;
    }
}
