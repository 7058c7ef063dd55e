namespace Mirrored.Keras.Tests;

public sealed class EarlyStoppingTests : CallbackTestBase
{
    [Theory]
    // No better than 3 for two epochs.
    [InlineData(2, 0.0, new[] { 5.0, 3, 4, 3, 2, 1 }, 3, 3.0)]
    // Patience 0 stops at the first that is no better, never in the first epoch.
    [InlineData(0, 0.0, new[] { 5.0, 6, 1, 1, 1, 1 }, 1, 5.0)]
    // 4.95 is better, but not by 0.1; the sign of the difference does not matter.
    [InlineData(1, -0.1, new[] { 5.0, 4.95, 1, 1, 1, 1 }, 1, 5.0)]
    // NaN is never better.
    [InlineData(1, 0.0, new[] { 5.0, double.NaN, 1, 1, 1, 1 }, 1, 5.0)]
    public void Fit_ValueGetsNoBetter_Stops(int patience, double minDelta, double[] values, int stopped, double best)
    {
        EarlyStopping stopping = new("val_x", minDelta, patience);

        History history = Fit(values.Length, new Scripted("val_x", values), stopping);

        Assert.Equal(stopped, stopping.StoppedEpoch);
        Assert.Equal(stopped + 1, history.Epoch.Count);
        Assert.Equal(best, stopping.Best);
    }

    [Theory]
    [InlineData("my_acc", MonitorMode.Auto, 2)]
    [InlineData("accuracy_of_it", MonitorMode.Auto, 1)]
    [InlineData("x_auc", MonitorMode.Auto, 2)]
    [InlineData("x_auc", MonitorMode.Min, 1)]
    [InlineData("x", MonitorMode.Max, 2)]
    public void Fit_Mode_SaysWhichWayIsBetter(string name, MonitorMode mode, int stopped)
    {
        EarlyStopping stopping = new(name, mode: mode, patience: 1);

        Fit(4, new Scripted(name, 0.1, 0.2, 0.05, 0.01), stopping);

        Assert.Equal(stopped, stopping.StoppedEpoch);
    }

    [Fact]
    public void Fit_Baseline_HasToBeBeatenForTheWaitToStartAgain()
    {
        EarlyStopping stopping = new("x", patience: 2, baseline: 1);

        Fit(6, new Scripted("x", 5, 4, 3, 2, 1, 0), stopping);

        Assert.Equal((1, 1, 4.0), (stopping.StoppedEpoch, stopping.BestEpoch, stopping.Best));
    }

    [Fact]
    public void Fit_RestoreBestWeights_GivesThoseOfTheBestEpochBack()
    {
        List<string> hashes = [];
        EarlyStopping stopping = new("x", patience: 2, verbose: true, restoreBestWeights: true);

        Fit(9, new LambdaCallback(onEpochEnd: (_, _) => hashes.Add(Model.WeightsSha256())), new Scripted("x", 3, 2, 5, 4, 3, 2, 1, 0, 0), stopping);

        Assert.Equal(hashes[1], Model.WeightsSha256());
        Assert.Equal(4, hashes.Distinct().Count());
        Assert.Equal(
            "Restoring model weights from the end of the best epoch: 2.\nEpoch 4: early stopping\n", Printed);
    }

    [Fact]
    public void Fit_AllEpochsPass_KeepsTheLastWeights()
    {
        List<string> hashes = [];
        EarlyStopping stopping = new("x", patience: 5, restoreBestWeights: true);

        Fit(3, new Scripted("x", 1, 2, 3), stopping, new LambdaCallback(onEpochEnd: (_, _) => hashes.Add(Model.WeightsSha256())));

        Assert.Null(stopping.StoppedEpoch);
        Assert.Equal(hashes[^1], Model.WeightsSha256());
    }

    [Fact]
    public void Fit_ValueIsMissing_Warns()
    {
        Assert.Equal(2, Fit(2, new EarlyStopping()).Epoch.Count);

        Assert.Contains("Warning: EarlyStopping: there is no 'val_loss'", Printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Again_StartsAfresh()
    {
        EarlyStopping stopping = new("x", patience: 1);
        Fit(3, new Scripted("x", 1, 2, 3), stopping);

        Fit(3, new Scripted("x", 9, 8, 7), stopping);

        Assert.Null(stopping.StoppedEpoch);
        Assert.Equal(7, stopping.Best);
    }

    [Fact]
    public void Fit_OneOrMoreReplicas_StopsAtTheSameEpochWithTheSameWeights()
    {
        (int, string) Train(int replicas)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(replicas), new StrategyOptions { Deterministic = true });
            using Sequential model = TestData.Mlp(strategy, Features, hidden: 4);
            History history = model.Fit(
                X, Y, 7, epochs: 40, verbose: Verbosity.Silent, validationSplit: 0.3,
                callbacks: [new EarlyStopping(minDelta: 0.02, patience: 1, restoreBestWeights: true)]);
            Assert.InRange(history.Epoch.Count, 2, 39);
            return (history.Epoch.Count, model.WeightsSha256());
        }

        Assert.Equal(Train(1), Train(3));
        Assert.Equal(Train(1), Train(8));
    }

    [Fact]
    public void Constructor_BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new EarlyStopping(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(patience: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(minDelta: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(mode: (MonitorMode)7));
    }
}
