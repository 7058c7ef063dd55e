namespace Mirrored.Core.Tests;

/// <summary>What is said of times that are known, and that nothing is said just below each limit.</summary>
public sealed class StepAdviceTests
{
    [Fact]
    public void For_ExchangeOfMoreThanItsShare_AsksForALargerBatch()
    {
        // Compute grows with the batch, all else stays: 0.61 / (0.61 + 0.09 + 0.30 n) is 0.2 at n = 7.8, and 8 x 1024 is near.
        StepBreakdown times = Times(Gpu(0, compute: 3.0, exchange: 6.5, update: 0.9), Gpu(1, compute: 3.0, exchange: 6.1, update: 0.9));

        Assert.Equal("Exchange takes 61 % of the step: raise the global batch to about 8192 (it is 1024).", Advice(times));
    }

    [Fact]
    public void For_ExchangeThatNoBatchOutweighs_AsksForFewerDevices() => Assert.Equal(
        "Exchange takes 99 % of the step: the model is too small for 2 devices, use fewer.",
        Advice(Times(Gpu(0, compute: 0.1, exchange: 9.9), Gpu(1, compute: 0.1, exchange: 9.9))));

    [Fact]
    public void For_WaitsForAStream_AsksForParallelMap()
    {
        StepBreakdown times = Times(Gpu(0, input: 4, compute: 6), Gpu(1, input: 4.1, compute: 5.9)) with { Streams = true };

        AssertBegins("Input: the devices wait 40 % of the step for data: give Map more parallel calls", times);
        Assert.Null(Advice(Times(Gpu(0, input: 1.9, compute: 8.1)) with { Streams = true }));
    }

    [Fact]
    public void For_ASlowGpu_NamesItAndHowMuch()
    {
        StepBreakdown times = Times(
            Gpu(0, compute: 10, exchange: 2.8), Gpu(1, compute: 11.8, exchange: 1), Gpu(2, compute: 10.1, exchange: 2.7));

        AssertBegins("GPU:1 is 18 % slower than GPU:0, and every step waits for it", times);
        Assert.Null(Advice(Times(Gpu(0, compute: 10), Gpu(1, compute: 10.9))));
        // Of three rows one device has two.
        Assert.Null(Advice(Times(Gpu(0, compute: 2, exchange: 0.1), Gpu(1, compute: 1, exchange: 1.1)) with { Rows = 3 }));
    }

    [Fact]
    public void For_VirtualCpusOfDifferentSpeed_SaysNothing() => Assert.Null(Advice(Times(
        Gpu(0, compute: 10, exchange: 2) with { Device = "CPU:0" }, Gpu(1, compute: 12) with { Device = "CPU:1" })));

    [Fact]
    public void For_WaitsForTheProgram_BlamesCallbacksOrShortSteps()
    {
        AssertBegins("The devices wait 35 % of the step for the program: callbacks", Times(Gpu(0, host: 3.5, compute: 6.5)));
        Assert.Equal(
            "Steps of 0.1 ms are too short: the devices wait 50 % of the time for the next one. If it suits the model, raise the global batch "
            + "to about 4096 (it is 1024).", Advice(Times(Gpu(0, host: 0.05, compute: 0.05))));
        Assert.Null(Advice(Times(Gpu(0, host: 2.9, compute: 7.1))));
    }

    [Fact]
    public void For_QueueingAsLongAsTheStep_CallsTheStepsTooShort()
    {
        StepBreakdown times = Times(Gpu(0, compute: 0.1) with { Queueing = TimeSpan.FromMicroseconds(95) });

        AssertBegins("Steps of 0.1 ms are too short: the devices wait 95 % of the time", times);
        Assert.Null(Advice(Times(Gpu(0, compute: 0.1) with { Queueing = TimeSpan.FromMicroseconds(75) })));
        // A CPU's thread is at it all the time.
        Assert.Null(Advice(Times(Gpu(0, compute: 0.1) with { Queueing = TimeSpan.FromMicroseconds(99), Device = "CPU:0" })));
    }

    [Fact]
    public void For_SeveralFindings_TellsTheOneThatCostsMost() => AssertBegins(
        "Exchange takes 40 %",
        Times(Gpu(0, input: 2.5, compute: 3.5, exchange: 4), Gpu(1, input: 2.5, compute: 3.5, exchange: 4)) with { Streams = true });

    [Fact]
    public void For_NothingWrongOrTooFewSteps_IsSilent()
    {
        Assert.Null(Advice(Times(
            Gpu(0, input: 0.5, host: 0.5, compute: 7, exchange: 1.5, update: 0.5),
            Gpu(1, input: 0.5, host: 0.5, compute: 7.2, exchange: 1.3, update: 0.5))));
        Assert.Null(Advice(Times(Gpu(0, host: 9, compute: 1)) with { Steps = 1 }));
        Assert.Null(Advice(Times(Gpu(0))));
    }

    [Fact]
    public void ToString_OfADevice_TellsShares() => Assert.Equal(
        "GPU:3 2 ms: input 5 %, host 10 %, compute 70 %, exchange 10 %, update 5 %",
        Times(Gpu(3, input: 0.1, host: 0.2, compute: 1.4, exchange: 0.2, update: 0.1)).ToString());

    private static void AssertBegins(string expected, StepBreakdown times) =>
        Assert.StartsWith(expected, times.Advice, StringComparison.Ordinal);

    private static string? Advice(StepBreakdown times) => times.Advice;

    private static StepBreakdown Times(params ReplicaBreakdown[] replicas) => new() { Replicas = replicas, Steps = 10, Rows = 1024 };

    /// <summary>A GPU's times in milliseconds.</summary>
    private static ReplicaBreakdown Gpu(
        int index, double input = 0, double host = 0, double compute = 0, double exchange = 0, double update = 0) => new()
        {
            Device = new DeviceId(DeviceKind.Gpu, index),
            Input = TimeSpan.FromMilliseconds(input),
            Host = TimeSpan.FromMilliseconds(host),
            Compute = TimeSpan.FromMilliseconds(compute),
            Exchange = TimeSpan.FromMilliseconds(exchange),
            Update = TimeSpan.FromMilliseconds(update),
        };
}
