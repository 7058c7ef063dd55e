using System.Diagnostics;

namespace Mirrored.Keras.Tests;

/// <summary>Where the time of a run on CPUs goes, with inputs and callbacks that really are slow.</summary>
[Collection(nameof(OneAtATime))]
public sealed class StepBreakdownTests
{
    private const int Features = 64, BatchSize = 64, Batches = 24;

    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(4);

    [Fact]
    public void Fit_SlowMap_SaysThatTheDevicesWaitForData()
    {
        string printed = Fit(Streaming(Slow), out StepBreakdown? times);

        Assert.Contains("Input: the devices wait ", printed, StringComparison.Ordinal);
        Assert.Contains("numParallelCalls", printed, StringComparison.Ordinal);
        // Of what a batch takes to be mapped, the step hides only its own time.
        Assert.InRange(times!.Replicas[0].Input / times.Step, 0.5, 1);
        Assert.InRange(times.Step, Slow / 2, TimeSpan.MaxValue);
    }

    [Fact]
    public void Fit_FastMapAndLargeModel_SaysNothing()
    {
        string printed = Fit(Streaming(TimeSpan.Zero), out StepBreakdown? times, hidden: 2048);

        Assert.Equal("", printed);
        Assert.NotNull(times);
        Assert.InRange(times.Replicas[0].Compute / times.Step, 0.4, 1);
    }

    [Fact]
    public void Fit_SlowCallback_BlamesTheProgramAndNotTheData()
    {
        LambdaCallback callback = new(onBatchEnd: (_, _) => Spin(Slow));
        string printed = Fit(Streaming(TimeSpan.Zero), out StepBreakdown? times, callback);

        Assert.Contains("of the step for the program: callbacks", printed, StringComparison.Ordinal);
        Assert.InRange(times!.Replicas[0].Host / times.Step, 0.5, 1);
    }

    [Fact]
    public void Fit_Silent_SaysNothingButTellsTheObject()
    {
        string printed = Fit(Streaming(Slow), out StepBreakdown? times, verbose: Verbosity.Silent);

        Assert.Equal("", printed);
        Assert.StartsWith("Input: the devices wait ", times!.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_SeveralEpochs_SaysItOnceAndKeepsATableOfThem()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2), Every(4));
        using Sequential model = TestData.Mlp(strategy, Features);
        StringWriter output = new();
        List<StepBreakdown?> seen = [];

        History history = model.Fit(
            Streaming(Slow), 3, verbose: Verbosity.OneLine, options: new FitOptions { Output = output },
            callbacks: [new LambdaCallback(onEpochEnd: (_, _) => seen.Add(model.StepBreakdown))]);

        Assert.Equal(2, output.ToString().Split("Input: ").Length);
        Assert.Equal(3, history.StepBreakdowns.Count);
        Assert.Equal(seen, history.StepBreakdowns);
        Assert.All(history.StepBreakdowns, times => Assert.Equal((2, BatchSize), (times!.Replicas.Count, times.Rows)));
        // The one behind an epoch's last step has no step before it.
        Assert.All(history.StepBreakdowns, times => Assert.InRange(times!.Steps, (Batches / 4) - 2, Batches / 4));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1000)]
    public void Fit_NothingMeasured_TellsNothing(int? every)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1), new StrategyOptions { MeasureStepsEvery = every });
        using Sequential model = TestData.Mlp(strategy, Features);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(200, Features, 10);

        History history = model.Fit(x, y, 10, epochs: 2, verbose: Verbosity.Silent);

        Assert.Equal([null, null], history.StepBreakdowns);
        Assert.Null(model.StepBreakdown);
    }

    [Fact]
    public void Options_MeasureNoStep_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new StrategyOptions { MeasureStepsEvery = 0 });

    [Fact]
    public void Fit_EveryStepMeasured_GivesTheSameBits()
    {
        string Hash(int? every)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(3), new StrategyOptions { Seed = 7, MeasureStepsEvery = every });
            using Sequential model = TestData.Mlp(strategy, Features);
            (NDArray<float> x, NDArray<byte> y) = TestData.Images(389, Features, 10);
            model.Fit(x, y, 97, epochs: 3, verbose: Verbosity.Silent);
            return model.WeightsSha256();
        }

        Assert.Equal(Hash(null), Hash(1));
    }

    private static StrategyOptions Every(int steps) => new() { MeasureStepsEvery = steps };

    /// <summary>What training prints beside its progress, and the last epoch's times.</summary>
    private static string Fit(
        Dataset<Batch> data, out StepBreakdown? times, Callback? callback = null, Verbosity verbose = Verbosity.OneLine, int hidden = 32)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1), Every(4));
        using Sequential model = TestData.Mlp(strategy, Features, hidden: hidden);
        StringWriter output = new() { NewLine = "\n" };
        model.Fit(
            data, verbose: verbose, callbacks: callback is null ? null : [callback], options: new FitOptions { Output = output });
        times = model.StepBreakdown;
        return string.Concat(output.ToString().Split('\n').Where(line => !line.StartsWith("Epoch ", StringComparison.Ordinal)
            && !line.Contains(" - loss: ", StringComparison.Ordinal)));
    }

    /// <summary>Batches that each take a thread so long to make.</summary>
    private static Dataset<Batch> Streaming(TimeSpan work)
    {
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(BatchSize * Batches, Features, 10);
        return Dataset.FromTensorSlices(x, y).Batch(BatchSize).Map(batch =>
        {
            Spin(work);
            return batch;
        });
    }

    /// <summary>Computes for so long.</summary>
    private static void Spin(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time) Thread.SpinWait(20);
    }
}
