using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Mirrored.Keras.Tests;

/// <summary>What other programs hear of training.</summary>
[Collection(nameof(OneAtATime))]
public sealed class TelemetryTests
{
    private const int Rows = 64, Features = 16, BatchSize = 8, Epochs = 2;

    [Fact]
    public void Fit_SomebodyListensToTheMeter_HearsStepsRowsAndPhases()
    {
        ConcurrentDictionary<string, long> counted = [];
        ConcurrentBag<(string Device, string Phase, double Seconds)> phases = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == Telemetry.Name) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) => counted.AddOrUpdate(instrument.Name, value, (_, old) => old + value));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            Assert.Equal(("mirrored.step.phase.duration", "s"), (instrument.Name, instrument.Unit));
            Dictionary<string, object?> named = tags.ToArray().ToDictionary();
            phases.Add(((string)named["mirrored.device"]!, (string)named["mirrored.phase"]!, value));
        });
        listener.Start();

        History history = Fit();

        Assert.Equal(Epochs * Rows / BatchSize, counted["mirrored.training.steps"]);
        Assert.Equal(Epochs * Rows, counted["mirrored.training.rows"]);
        Assert.Equal(
            ["compute", "exchange", "host", "input", "update"], phases.Select(one => one.Phase).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["CPU:0", "CPU:1"], phases.Select(one => one.Device).Distinct().Order(StringComparer.Ordinal));
        double heard = phases.Where(one => one is ("CPU:1", "compute", _)).Sum(one => one.Seconds);
        double told = history.StepBreakdowns.Sum(times => times!.Steps * times.Replicas[1].Compute.TotalSeconds);
        Assert.Equal(told, heard, 1e-5); // A TimeSpan has steps of 1e-7 s.
    }

    [Fact]
    public void Fit_SomebodyListensToActivities_HearsEpochsWithinTheCall()
    {
        ConcurrentQueue<Activity> ended = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        History history = Fit();

        Assert.Equal(
            ["mirrored.validation", "mirrored.epoch", "mirrored.validation", "mirrored.epoch", "mirrored.fit"],
            ended.Select(activity => activity.OperationName));
        Activity epoch = ended.ElementAt(3);
        Assert.Equal(ended.Last().SpanId, epoch.ParentSpanId);
        Assert.Equal(1, epoch.GetTagItem("mirrored.epoch"));
        Assert.Equal(Rows / BatchSize, epoch.GetTagItem("mirrored.steps"));
        Assert.Equal(history["val_loss"][1], epoch.GetTagItem("mirrored.val_loss"));
        Assert.Equal("CPU:0,CPU:1", ended.Last().GetTagItem("mirrored.devices"));
    }

    private static History Fit()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2), new StrategyOptions { MeasureStepsEvery = 2 });
        using Sequential model = TestData.Mlp(strategy, Features);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
        return model.Fit(x, y, BatchSize, Epochs, (x, y), Verbosity.Silent);
    }
}
