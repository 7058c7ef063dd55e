namespace Mirrored.Keras.Tests;

/// <summary>What goes wrong in a streaming dataset arrives at Fit, at the right step, and leaves the model usable.</summary>
public sealed class StreamFaultTests
{
    private const int BatchSize = 10;

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void Fit_MapThrows_TrainsAllStepsBefore(int? calls)
    {
        using Sequential model = Model(new StrategyOptions());
        CountSteps steps = new();

        var error = Assert.Throws<DatasetException>(() => model.Fit(
            Examples(i => i == 73 ? throw new InvalidDataException("no picture") : i % 3, calls), callbacks: [steps],
            verbose: Verbosity.Silent));

        Assert.Equal(("Map", 73L, 7), (error.Operation, error.ElementIndex, steps.Count));
        Assert.IsType<InvalidDataException>(error.InnerException);
        model.Fit(Examples(i => i % 3), verbose: Verbosity.Silent);
    }

    [Fact]
    public void Fit_LabelOutOfRangeLater_SaysWhichBatch()
    {
        using Sequential model = Model(new StrategyOptions());
        CountSteps steps = new();

        var error = Assert.Throws<DatasetException>(() => model.Fit(
            Examples(i => i == 25 ? 3 : 0), callbacks: [steps], verbose: Verbosity.Silent));

        Assert.Equal((2L, 2), (error.ElementIndex, steps.Count));
        Assert.Contains("Label 3 of row 5", error.Message);
    }

    [Fact]
    public void Fit_FirstBatchDoesNotSuit_IsRefusedBeforeAnyStep()
    {
        using Sequential model = Model(new StrategyOptions());

        Assert.Throws<ArgumentException>(() => model.Fit(Examples(_ => 3), verbose: Verbosity.Silent));
        var empty = Assert.Throws<ArgumentException>(() => model.Fit(Examples(_ => 0).Take(0), verbose: Verbosity.Silent));
        Assert.Contains("no batch", empty.Message);
        Assert.Throws<ArgumentException>(() => model.Fit(
            Dataset.Range(20).Map(_ => new Example(new float[] { 1, 2 })).Batch(5), verbose: Verbosity.Silent));
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => model.Fit(
            Dataset.Range(20).Map(_ => new Example(new[] { 1, float.NaN }, 0)).Batch(5), verbose: Verbosity.Silent)).Message);
    }

    [Fact]
    public void Fit_BatchOfAnotherShapeLater_SaysWhichBatch()
    {
        using Sequential model = Model(new StrategyOptions());
        Dataset<Batch> dataset = Dataset.Range(5).Map(
            i => new Batch(new NDArray<float>(new float[i == 3 ? 9 : 6], [3, i == 3 ? 3 : 2]), new int[3]));

        var error = Assert.Throws<DatasetException>(() => model.Fit(dataset, verbose: Verbosity.Silent));

        Assert.Equal(3, error.ElementIndex);
        Assert.Contains("(3,)", error.Message);
    }

    [Fact]
    public void Fit_CancelledAtAnyElement_EndsAndLeavesNothingOpen()
    {
        var random = new Random(5);
        for (int run = 0; run < 25; run++)
        {
            int point = random.Next(100), open = 0;
            using var stop = new CancellationTokenSource();
            IEnumerable<int> Source()
            {
                Interlocked.Increment(ref open);
                try
                {
                    for (int i = 0; ; i++)
                    {
                        if (i == point) stop.Cancel();
                        yield return i;
                    }
                }
                finally
                {
                    Interlocked.Decrement(ref open);
                }
            }

            using Sequential model = Model(new StrategyOptions());
            Dataset<Batch> dataset = Dataset.FromEnumerable(Source(), i => new Example(new float[] { i, 1 }, i % 3))
                .Map(e => e, numParallelCalls: 2).Batch(7).Prefetch(2);
            FitOptions options = new() { CancellationToken = stop.Token, StepsPerEpoch = FitOptions.UntilDataEnds };

            var end = Assert.ThrowsAny<OperationCanceledException>(
                () => model.Fit(dataset, verbose: Verbosity.Silent, options: options));
            Assert.Equal(stop.Token, end.CancellationToken);
            Assert.Equal(0, Volatile.Read(ref open));
        }
    }

    [Fact]
    public void Fit_MapHangs_EndsWithTheTimeoutOfTheStrategy()
    {
        using var release = new ManualResetEventSlim();
        using Sequential model = Model(new StrategyOptions { Timeout = TimeSpan.FromSeconds(3) });

        var error = Assert.Throws<TimeoutException>(() => model.Fit(
            Examples(i =>
            {
                if (i == 15) release.Wait();
                return 0;
            }),
            verbose: Verbosity.Silent));

        release.Set();
        Assert.Contains("3 s", error.Message);
        Assert.Contains("StrategyOptions.Timeout", error.Message);
    }

    [Fact]
    public void Fit_StoppedByACallback_ClosesTheSource()
    {
        bool closed = false;
        IEnumerable<int> Source()
        {
            try
            {
                for (int i = 0; ; i++) yield return i;
            }
            finally
            {
                closed = true;
            }
        }

        using Sequential model = Model(new StrategyOptions());
        model.Fit(
            Dataset.FromEnumerable(Source(), i => new Example(new float[] { i % 10, 1 }, 0)).Batch(4), verbose: Verbosity.Silent,
            options: new FitOptions { StepsPerEpoch = 10 });

        Assert.True(closed);
    }

    private static Dataset<Batch> Examples(Func<int, int> label, int? calls = null) => Dataset.Range(100)
        .Map(i => new Example(new[] { i / 100f, 1 }, label((int)i)), calls).Batch(BatchSize);

    private static Sequential Model(StrategyOptions options)
    {
        var strategy = new MirroredStrategy(Devices.Cpus(2), options);
        using IDisposable scope = strategy.Scope();
        var model = new Sequential([new Dense(3, "softmax", inputShape: 2)]);
        model.Compile("adam", loss: "sparse_categorical_crossentropy");
        return model;
    }

    private sealed class CountSteps : Callback
    {
        public int Count { get; private set; }

        public override void OnTrainBatchEnd(int batch, Logs logs) => Count++;
    }
}
