using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Mirrored.Benchmarks.Columns;

/// <summary>Work per time: what one operation does over its mean time.</summary>
/// <param name="name">The column's heading, with the unit.</param>
/// <param name="legend">What it means.</param>
/// <param name="work">What one operation does, per nanosecond in the column's unit; null where the column does not apply.</param>
internal sealed class RateColumn(string name, string legend, Func<BenchmarkCase, double?> work) : IColumn
{
    /// <summary>Rows per second of a benchmark whose operation is one batch.</summary>
    public static RateColumn Images { get; } = new(
        "Images/s", "Rows of the batch over the mean time", benchmark => Work(benchmark)?.Rows * 1e9);

    /// <summary>Floating-point operations per nanosecond, which is billions per second.</summary>
    public static RateColumn Gflops { get; } = new(
        "GFLOP/s", "Multiplications and additions over the mean time", benchmark => Work(benchmark)?.Flops);

    /// <summary>Bytes per nanosecond, which is gigabytes per second.</summary>
    public static RateColumn Bandwidth { get; } = new(
        "GB/s", "Bytes read and written over the mean time", benchmark => Work(benchmark)?.Bytes);

    public string Id => name;

    public string ColumnName => name;

    public string Legend => legend;

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(benchmark => work(benchmark) is not null);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        work(benchmarkCase) is { } amount && summary[benchmarkCase]?.ResultStatistics is { } statistics
            ? (amount / statistics.Mean).ToString(amount / statistics.Mean < 1000 ? "N1" : "N0", CultureInfo.InvariantCulture)
            : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    /// <summary>The parameter that says what one operation does.</summary>
    private static IWork? Work(BenchmarkCase benchmark) => benchmark.Parameters.Items.Select(p => p.Value).OfType<IWork>().FirstOrDefault();
}
