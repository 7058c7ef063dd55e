using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Mirrored.Keras.Tests;

/// <summary>A sticky error in the middle of a sum; in processes of their own, because none can use a GPU afterwards.</summary>
public sealed class NcclLostDeviceTests
{
    private const string Variable = "MIRRORED_KERAS_NCCL_SCENARIO";
    private const int Repeats = 20, AtOnce = 4;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void Fit_DeviceIsLost_EndsEverywhereAtOnce()
    {
        Simulator.Require();
        Assert.SkipWhen(Nccl.Failure is not null, $"{Nccl.Failure}.");
        ConcurrentBag<string> outputs = [];
        Thread[] threads = [.. Enumerable.Range(0, AtOnce).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < Repeats / AtOnce; i++) outputs.Add(Run());
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();

        Assert.Equal(Repeats, outputs.Count);
        Assert.All(outputs, output => Assert.Equal("DeviceLostException CUDA_ERROR_ILLEGAL_ADDRESS, in time True", output));
    }

    private static string Run()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!); // A test runner's process has a file.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(NcclLostDeviceTests).Assembly.Location);
        start.Environment[Variable] = "lost";
        // The first sum on the device is the one that tries NCCL out.
        start.Environment["CUDASIM_FAULT"] = "sticky:kernel=ncclAllReduce,device=1,n=4,code=700";
        start.Environment["CUDASIM_LOG"] = "0";
        return ChildRun.Of(start).Output.Trim();
    }

    /// <summary>Runs no code of this assembly on other threads: they would wait for the end of this initialiser.</summary>
#pragma warning disable CA2255 // The test program's own start, not a library's.
    [ModuleInitializer]
    internal static void RunScenario()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable(Variable) is null) return;
        StrategyOptions options = new() { Timeout = Limit, CrossDeviceOps = new NcclAllReduce() };
        MirroredStrategy strategy = new(Devices.Gpus(0, 1), options);
        Sequential model = TestData.Mlp(strategy, 16);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(64, 16, 10);
        long start = Stopwatch.GetTimestamp();
        try
        {
            model.Fit(x, y, batchSize: 8, verbose: Verbosity.Silent);
        }
        catch (ReplicaFailedException lost)
        {
            bool inTime = Stopwatch.GetElapsedTime(start) < Limit / 2;
            Console.WriteLine($"{lost.GetType().Name} {(lost.InnerException as CudaException)?.Name}, in time {inTime}");
        }

        Console.Out.Flush();
        Process.GetCurrentProcess().Kill(); // Nothing is freed after such an error.
    }
}
