using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Csv;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using Mirrored.Benchmarks.Columns;

namespace Mirrored.Benchmarks;

/// <summary>How long benchmarks are measured, and what their tables show.</summary>
internal static class Config
{
    /// <summary>For figures that are published: BenchmarkDotNet decides how often to repeat.</summary>
    public static IConfig Standard { get; } = Of(Job.Default);

    /// <summary>For a look while working: three short iterations, so read the Error column.</summary>
    public static IConfig Short { get; } = Of(Job.ShortRun);

    private static ManualConfig Of(Job job) => ManualConfig.CreateEmpty()
        .AddJob(job)
        .AddLogger(ConsoleLogger.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddColumn(RateColumn.Images, RateColumn.Gflops, RateColumn.Bandwidth)
        .AddColumn(new SpeedupColumn(efficiency: false), new SpeedupColumn(efficiency: true))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddExporter(MarkdownExporter.GitHub, JsonExporter.Full, CsvExporter.Default);
}
