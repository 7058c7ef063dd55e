namespace Mirrored.Keras.Tests;

/// <summary>What each argument of Fit does, and which are refused.</summary>
public sealed class FitArgumentsTests : CallbackTestBase
{
    [Fact]
    public void ValidationSplit_TakesTheLastRows()
    {
        Sequential other = TestData.Mlp(Strategy, Features, hidden: 4);
        other.SetWeights(Model.GetWeights());

        History split = Model.Fit(X, Y, 10, 2, verbose: Verbosity.Silent, validationSplit: 0.3);
        History given = other.Fit(
            X.Rows(0, 28), Y.Rows(0, 28), 10, 2, validationData: (X.Rows(28, 12), Y.Rows(28, 12)), verbose: Verbosity.Silent);

        Assert.Equal(given["val_loss"], split["val_loss"]);
        Assert.Equal(given["loss"], split["loss"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Validation_AnyNumberOfReplicas_IsTheSame(int replicas)
    {
        double[] Train(int count)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(count), new StrategyOptions { Deterministic = true });
            using Sequential model = TestData.Mlp(strategy, Features, hidden: 4);
            return [.. model.Fit(X, Y, 9, 2, verbose: Verbosity.Silent, validationSplit: 0.2).Metrics.Values.SelectMany(v => v)];
        }

        Assert.Equal(Train(1), Train(replicas));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    [InlineData(0.999)]
    [InlineData(1e-9)]
    public void ValidationSplit_LeavesOneSideEmptyOrIsOutOfRange_IsRefused(double split)
    {
        string before = Model.WeightsSha256();

        // 40 (1 - 0.999) is less than a row. Almost nothing split off keeps floor(39.99...) rows, so one is evaluated.
        if (split == 1e-9) Assert.Single(Model.Fit(X, Y, verbose: Verbosity.Silent, validationSplit: split)["val_loss"]);
        else
        {
            Assert.ThrowsAny<ArgumentException>(() => Model.Fit(X, Y, verbose: Verbosity.Silent, validationSplit: split));
            Assert.Equal(before, Model.WeightsSha256());
        }
    }

    [Fact]
    public void ValidationFreq_AndEpochs_SayWhen()
    {
        int[] Validated(FitOptions options)
        {
            List<int> epochs = [];
            Model.Fit(X, Y, 20, 6, validationData: (X, Y), verbose: Verbosity.Silent, options: options, callbacks:
                [new LambdaCallback(onEpochEnd: (epoch, logs) => { if (logs.ContainsKey("val_loss")) epochs.Add(epoch); })]);
            return [.. epochs];
        }

        Assert.Equal([1, 3, 5], Validated(new FitOptions { ValidationFreq = 2 }));
        Assert.Equal([0, 4], Validated(new FitOptions { ValidationEpochs = [1, 5, 9] }));
    }

    [Fact]
    public void ValidationSteps_AndBatchSize_TakeAPart()
    {
        double[] values = [.. Model.Fit(
            X, Y, 20, validationData: (X, Y), verbose: Verbosity.Silent,
            options: new FitOptions { ValidationSteps = 2, ValidationBatchSize = 5 })["val_loss"]];

        Assert.Equal(Model.Evaluate(X.Rows(0, 10), Y.Rows(0, 10), verbose: Verbosity.Silent).Loss, values[0], 1e-6);
        Assert.Equal(values[0], Model.Evaluate(X, Y, 5, Verbosity.Silent, steps: 2).Loss);
    }

    [Fact]
    public void InitialEpoch_GoesOnAsOneRun()
    {
        string Train(params (int First, int Last)[] parts)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(1));
            using Sequential model = TestData.Mlp(strategy, Features, hidden: 4);
            foreach ((int first, int last) in parts)
            {
                History history = model.Fit(
                    X, Y, 16, last, verbose: Verbosity.Silent, options: new FitOptions { InitialEpoch = first });
                Assert.Equal(Enumerable.Range(first, last - first), history.Epoch);
            }

            return model.WeightsSha256();
        }

        Assert.Equal(Train((0, 5)), Train((0, 2), (2, 5)));
    }

    [Fact]
    public void InitialEpoch_NothingLeft_TrainsNothing()
    {
        string before = Model.WeightsSha256();

        Assert.Empty(Model.Fit(X, Y, epochs: 3, verbose: Verbosity.Silent, options: new FitOptions { InitialEpoch = 3 }).Epoch);

        Assert.Equal(before, Model.WeightsSha256());
    }

    [Fact]
    public void StepsPerEpoch_OfADataset_GoesOnInTheNextEpoch()
    {
        Recorder recorder = new();
        Dataset<Batch> four = Dataset.FromTensorSlices(X, Y).Batch(10);

        History history = Model.Fit(four, 3, verbose: Verbosity.Silent, callbacks: [recorder], options: Steps(1));

        Assert.Equal([0, 1, 2], history.Epoch);
        Assert.Equal(1, history.Params.Steps);
        Assert.Equal(Loss(X.Rows(0, 10), Y.Rows(0, 10)), Loss(X.Rows(0, 10), Y.Rows(0, 10)));
        Assert.Equal("", Printed);
        Assert.Equal([0, 1], Model.Fit(four, 5, verbose: Verbosity.Silent, options: Steps(3)).Epoch);
        Assert.Contains("Warning: The data ended after 1 of 3 steps", Printed, StringComparison.Ordinal);
        Assert.Contains("15 batches", Printed, StringComparison.Ordinal);
    }

    [Fact]
    public void StepsPerEpoch_UsesEveryBatchOnce()
    {
        List<double> losses = [];
        Model.Optimizer!.LearningRate = 0;
        Dataset<Batch> four = Dataset.FromTensorSlices(X, Y).Batch(10);

        // The learning rate is 0, and evaluation has no dropout, so each step's loss tells which batch it had.
        Sequential plain = TestData.Mlp(Strategy, Features, dropout: 0, hidden: 4);
        plain.Optimizer!.LearningRate = 0;
        plain.Fit(four, 2, verbose: Verbosity.Silent, options: Steps(2), callbacks: [new LambdaCallback(onEpochEnd: (_, logs) => losses.Add(logs["loss"]))]);

        Assert.Equal(plain.Evaluate(X.Rows(0, 20), Y.Rows(0, 20), verbose: Verbosity.Silent).Loss, losses[0], 1e-6);
        Assert.Equal(plain.Evaluate(X.Rows(20, 20), Y.Rows(20, 20), verbose: Verbosity.Silent).Loss, losses[1], 1e-6);
    }

    [Fact]
    public void StepsPerEpoch_DatasetEndsBetweenEpochs_EndsTrainingWithAWarning()
    {
        Recorder recorder = new();

        History history = Model.Fit(
            Dataset.FromTensorSlices(X, Y).Batch(10), 5, verbose: Verbosity.Silent, callbacks: [recorder], options: Steps(2));

        Assert.Equal([0, 1], history.Epoch);
        Assert.DoesNotContain("epoch begin 2", recorder.Calls);
        Assert.Contains("Warning: The data ended after 0 of 2 steps", Printed, StringComparison.Ordinal);
        Assert.StartsWith("train end", recorder.Calls[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void StepsPerEpoch_OfArrays_BeginsAnewAndChoosesTheBatchSize()
    {
        Assert.Equal([0, 1, 2], Model.Fit(X, Y, 16, 3, verbose: Verbosity.Silent, options: Steps(2)).Epoch);
        Assert.Equal("", Printed);

        Recorder recorder = new();
        Model.Fit(X, Y, epochs: 1, verbose: Verbosity.Silent, callbacks: [recorder], options: Steps(3)); // 14 rows each: 14, 14, 12.
        Assert.Contains("batch end 2 loss,accuracy", recorder.Calls);
        Assert.DoesNotContain("batch begin 3", recorder.Calls);
        Assert.Equal([0], Model.Fit(X, Y, 16, 3, verbose: Verbosity.Silent, options: Steps(4)).Epoch);
        Assert.Contains("after 3 of 4 steps", Printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("InitialEpoch", () => new FitOptions { InitialEpoch = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("StepsPerEpoch", () => new FitOptions { StepsPerEpoch = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("ValidationSteps", () => new FitOptions { ValidationSteps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("ValidationBatchSize", () => new FitOptions { ValidationBatchSize = -2 });
        Assert.Throws<ArgumentOutOfRangeException>("ValidationFreq", () => new FitOptions { ValidationFreq = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => Model.Evaluate(X, Y, steps: 0));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => Model.Predict(X, steps: -1));
        Assert.Equal(-1, new FitOptions { StepsPerEpoch = FitOptions.UntilDataEnds }.StepsPerEpoch);
    }

    [Fact]
    public async Task EvaluateAsyncAndPredictAsync_CancelledOrNot()
    {
        EvaluationResult result = await Model.EvaluateAsync(X, Y, verbose: Verbosity.Silent, cancellationToken: TestContext.Current.CancellationToken);
        NDArray<float> output = await Model.PredictAsync(X, verbose: Verbosity.Silent, cancellationToken: TestContext.Current.CancellationToken);
        using CancellationTokenSource stop = new();
        Recorder recorder = new() { At = call => { if (call.EndsWith("batch begin 3", StringComparison.Ordinal)) stop.Cancel(); } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Model.EvaluateAsync(X, Y, 2, Verbosity.Silent, callbacks: [recorder], cancellationToken: stop.Token));
        Assert.Equal("test batch end 3", recorder.Calls[^1]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Model.PredictAsync(X, 2, Verbosity.Silent, callbacks: [recorder], cancellationToken: stop.Token));

        Assert.Equal(result.Loss, Model.Evaluate(X, Y, verbose: Verbosity.Silent).Loss);
        Assert.Equal(output.ToArray(), Model.Predict(X, verbose: Verbosity.Silent).ToArray());
    }

    private FitOptions Steps(int steps) => new() { StepsPerEpoch = steps, Output = Output };

    private double Loss(NDArray<float> x, NDArray<int> y) => Model.Evaluate(x, y, verbose: Verbosity.Silent).Loss;
}
