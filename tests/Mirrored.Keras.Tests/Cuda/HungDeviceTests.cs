using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Mirrored.Keras.Tests;

/// <summary>A kernel that never ends; in a process of its own, because no driver call returns afterwards.</summary>
public sealed class HungDeviceTests
{
    private const string Variable = "MIRRORED_KERAS_SCENARIO";

    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("0", "mirrored_adam", "GPU:0 failed in step 2")]
    [InlineData("0,1", "mirrored_adam", "GPU:1 failed in step 2")]
    [InlineData("0,1", "mirrored_sparse_cross_entropy_logits", "GPU:1 failed in step 2")]
    public void Fit_KernelHangs_EndsAfterTheLimitAndFreesNothing(string gpus, string kernel, string message)
    {
        Simulator.Require();
        ProcessStartInfo start = new(Environment.ProcessPath!); // A test runner's process has a file.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(HungDeviceTests).Assembly.Location);
        start.Environment[Variable] = gpus;
        start.Environment["CUDASIM_FAULT"] = $"hang:kernel={kernel},n=2,device={gpus[^1]}";
        string[] lines = ChildRun.Of(start).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith($"DeviceLostException: {message}: {message[..5]} did not finish a step", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("available False", lines[1], StringComparison.Ordinal);
    }

#pragma warning disable CA2255 // The test program's own start, not a library's.
    [ModuleInitializer]
    internal static void RunScenario()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } gpus) return;
        try
        {
            using MirroredStrategy strategy = new(
                [.. gpus.Split(',').Select(gpu => DeviceId.Parse($"GPU:{gpu}"))],
                new StrategyOptions { Timeout = StepLimit, CrossDeviceOps = new HierarchicalCopyAllReduce() });
            using Sequential model = TestData.Mlp(strategy, 16);
            (NDArray<float> x, NDArray<byte> y) = TestData.Images(64, 16, 10);
            model.Fit(x, y, batchSize: 8, verbose: Verbosity.Silent);
        }
        catch (DeviceLostException hung)
        {
            Console.WriteLine($"{nameof(DeviceLostException)}: {hung.Message}");
            Console.WriteLine($"available {Cuda.IsAvailable}");
        }

        Console.Out.Flush();
        // The driver's own end would wait for the kernel.
        Process.GetCurrentProcess().Kill();
    }
}
