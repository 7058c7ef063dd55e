using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Mirrored.Benchmarks.Scaling;

namespace Mirrored.Benchmarks.Columns;

/// <summary>How many times as fast as one replica, or how near to that many times as fast as there are replicas.</summary>
/// <param name="efficiency">True for the share of linear scaling.</param>
internal sealed class SpeedupColumn(bool efficiency) : IColumn
{
    public string Id => ColumnName;

    public string ColumnName => efficiency ? "Efficiency" : "Speed-up";

    public string Legend => efficiency ? "Speed-up over the number of replicas" : "Images/s over those of one replica";

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => efficiency ? 2 : 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(c => Load(c) is not null);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        if (Load(benchmarkCase) is not { } load || One(summary, benchmarkCase) is not { } one) return "-";
        if (Rate(summary, benchmarkCase) is not { } rate || Rate(summary, one) is not { } rateOfOne) return "-";
        double speedup = rate / rateOfOne;
        return efficiency
            ? (speedup / load.Replicas).ToString("P0", CultureInfo.InvariantCulture)
            : speedup.ToString("F2", CultureInfo.InvariantCulture);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    private static ScalingLoad? Load(BenchmarkCase benchmark) =>
        benchmark.Parameters.Items.Select(p => p.Value).OfType<ScalingLoad>().FirstOrDefault();

    private static double? Rate(Summary summary, BenchmarkCase benchmark) =>
        summary[benchmark]?.ResultStatistics is { } statistics ? Load(benchmark)!.BatchSize / statistics.Mean : null;

    /// <summary>The case of one replica in the same table.</summary>
    private static BenchmarkCase? One(Summary summary, BenchmarkCase benchmark) => summary.BenchmarksCases.FirstOrDefault(
        c => c.Descriptor.WorkloadMethod == benchmark.Descriptor.WorkloadMethod && Load(c) is { Replicas: 1 });
}
