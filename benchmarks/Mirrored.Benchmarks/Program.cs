using BenchmarkDotNet.Running;
using Mirrored.Benchmarks;

const string Short = "--short";

BenchmarkSwitcher.FromAssembly(typeof(Config).Assembly)
    .Run([.. args.Where(argument => argument != Short)], args.Contains(Short) ? Config.Short : Config.Standard);
