namespace Mirrored.Keras.Tests;

/// <summary>A dataset that streams trains to the same bits as the one over row numbers.</summary>
public sealed class StreamedFitTests
{
    private const int Rows = 300, Features = 12, Classes = 5;

    public static TheoryData<int> BatchSizes => [3, 37, 150];

    [Theory]
    [MemberData(nameof(BatchSizes))]
    public void Fit_AnyWayAndReplicas_GivesTheBitsOfRowNumbers(int batchSize)
    {
        string expected = Train(1, Slices().Shuffle(50).Batch(batchSize));

        // Batches of 3 leave five of eight leaves, and of eight replicas, without rows; 37 leaves a partial batch.
        foreach (int replicas in new[] { 1, 2, 3, 4, 8 })
        {
            Assert.Equal(expected, Train(replicas, Slices().Map(e => e).Shuffle(50).Batch(batchSize)));
            Assert.Equal(expected, Train(
                replicas, Slices().Shuffle(50).Map(e => e, Dataset.AutoTune).Batch(batchSize).Prefetch(Dataset.AutoTune)));
        }
    }

    [Fact]
    public void Fit_BatchesOfTheUser_GivesTheSameBits() => Assert.Equal(
        Train(3, Slices().Batch(37)),
        Train(3, Slices().Batch(37).Map(batch => new Batch(Copy(batch.X), batch.Y), numParallelCalls: 3)));

    [Fact]
    public void Fit_UnknownCardinality_EndsWithTheData()
    {
        Dataset<Batch> all = Slices().Filter(_ => true).Batch(37);
        Assert.Equal(Dataset.UnknownCardinality, all.Cardinality);

        Assert.Equal(Train(2, Slices().Batch(37)), Train(2, all));
    }

    [Fact]
    public void Fit_EndlessWithSteps_GoesOnAcrossEpochs()
    {
        FitOptions options = new() { StepsPerEpoch = 9 };

        Assert.Equal(
            Train(2, Slices().Shuffle(40).Repeat().Batch(37), options),
            Train(2, Slices().Map(e => e).Shuffle(40).Repeat().Batch(37), options));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_EndlessWithoutSteps_IsRefused(bool streams)
    {
        Dataset<Example> examples = streams ? Slices().Map(e => e) : Slices();

        var error = Assert.Throws<ArgumentException>(() => Train(1, examples.Repeat().Batch(10)));
        Assert.Contains("StepsPerEpoch", error.Message);
    }

    [Fact]
    public void EvaluateAndPredict_Streamed_EqualRowNumbers()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(3), new StrategyOptions { Seed = 3 });
        using Sequential model = Model(strategy);
        Dataset<Batch> index = Slices().Batch(37), stream = Slices().Map(e => e, numParallelCalls: 2).Batch(37);

        Assert.Equal(model.Evaluate(index, Verbosity.Silent).Loss, model.Evaluate(stream, Verbosity.Silent).Loss);
        Assert.Equal(
            model.Predict(index, Verbosity.Silent).ToArray(), model.Predict(stream, Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Fit_StreamedValidation_EqualsRowNumbers()
    {
        double[] Losses(Dataset<Batch> validation)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(2), new StrategyOptions { Seed = 3 });
            using Sequential model = Model(strategy);
            return [.. model.Fit(Slices().Batch(50), 3, validation, Verbosity.Silent)["val_loss"]];
        }

        Assert.Equal(Losses(Slices().Batch(40)), Losses(Slices().Map(e => e).Batch(40)));
    }

    [Fact]
    public void Fit_Prefetched_ReadsEveryElementOnceAnEpoch()
    {
        int calls = 0;
        Dataset<Batch> dataset = Slices().Map(e =>
        {
            Interlocked.Increment(ref calls);
            return e;
        }).Batch(37).Prefetch(3);

        Train(2, dataset, epochs: 2);

        Assert.Equal(2 * Rows, calls);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 37)]
    [InlineData(3, 37)]
    public void Fit_OnGpus_GivesTheCpusBits(int gpus, int batchSize)
    {
        SimulatorAtHand.SkipWithoutGpu();
        DeviceId[] devices = [.. Enumerable.Range(0, gpus).Select(i => new DeviceId(DeviceKind.Gpu, i))];
        // Batches that grow move the memory that they are copied to.
        Dataset<Batch> dataset = Slices().Take(batchSize / 2).Map(e => e).Batch(batchSize)
            .Concatenate(Slices().Map(e => e, numParallelCalls: 2).Shuffle(50).Batch(batchSize)).Prefetch(3);

        Assert.Equal(Train(1, dataset), Train(devices, dataset, null, epochs: 3));
    }

    [Fact]
    public void Fit_ModelThatIsNotBuilt_IsBuiltByTheFirstBatch()
    {
        using var model = new Sequential([new Dense(Classes, "softmax")]);
        model.Compile("adam", loss: "sparse_categorical_crossentropy");

        model.Fit(Slices().Map(e => e).Batch(37), verbose: Verbosity.Silent);

        Assert.Equal(new Shape(Features), model.InputShape);
    }

    private static NDArray<float> Copy(NDArray<float> x) => new(x.ToArray(), x.Shape);

    private static Dataset<Example> Slices()
    {
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, Classes);
        return Dataset.FromTensorSlices(x, y);
    }

    private static Sequential Model(MirroredStrategy strategy)
    {
        using IDisposable scope = strategy.Scope();
        var model = new Sequential([new Dense(9, "relu", inputShape: Features), new Dropout(0.3), new Dense(Classes, "softmax")]);
        model.Compile("adam", loss: "sparse_categorical_crossentropy");
        return model;
    }

    private static string Train(int replicas, Dataset<Batch> dataset, FitOptions? options = null, int epochs = 3) =>
        Train(Devices.Cpus(replicas), dataset, options, epochs);

    private static string Train(IReadOnlyList<DeviceId> devices, Dataset<Batch> dataset, FitOptions? options, int epochs)
    {
        using MirroredStrategy strategy = new(devices, new StrategyOptions { Seed = 3, Deterministic = true });
        using Sequential model = Model(strategy);
        model.Fit(dataset, epochs, verbose: Verbosity.Silent, options: options);
        return model.WeightsSha256();
    }
}
