using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Mirrored.Benchmarks.Step;

namespace Mirrored.Benchmarks.Startup;

/// <summary>A whole process: runtime, library, strategy, model, one training step, end.</summary>
[SimpleJob(RunStrategy.Monitoring, iterationCount: 10, warmupCount: 2)]
public class StartupBenchmark
{
    /// <summary>The argument with which this program does just that.</summary>
    public const string Argument = "--one-step";

    private const int BatchSize = 1024;

    /// <summary>Trains one step of the MNIST model and says nothing.</summary>
    public static void RunOneStep()
    {
        using TrainingLoad training = new([784, 128, 10], BatchSize, BatchSize, BenchmarkDevices.Default);
    }

    [Benchmark]
    public void ProcessOfOneStep()
    {
        using Process process = Process.Start("dotnet", [typeof(StartupBenchmark).Assembly.Location, Argument]);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The process ended with exit code {process.ExitCode}.");
    }
}
