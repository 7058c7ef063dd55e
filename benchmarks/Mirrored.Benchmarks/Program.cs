using BenchmarkDotNet.Running;
using Mirrored.Benchmarks;
using Mirrored.Benchmarks.ReplicaCost;
using Mirrored.Benchmarks.Startup;

const string Short = "--short";

if (args is [StartupBenchmark.Argument])
{
    StartupBenchmark.RunOneStep();
    return;
}

if (args is [ReplicaCostRun.Argument, ..])
{
    ReplicaCostRun.Run(args[1..]);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Config).Assembly)
    .Run([.. args.Where(argument => argument != Short)], args.Contains(Short) ? Config.Short : Config.Standard);
