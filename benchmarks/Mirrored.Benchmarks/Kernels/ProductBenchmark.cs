using BenchmarkDotNet.Attributes;

namespace Mirrored.Benchmarks.Kernels;

/// <summary>One matrix product on the CPU; a prime marks a factor that is stored transposed.</summary>
public class ProductBenchmark
{
    private KernelRun _run = null!; // Made by Setup.

    /// <summary>Its sizes.</summary>
    [ParamsSource(nameof(Shapes))]
    public ProductLoad Shape { get; set; } = null!; // BenchmarkDotNet sets it.

    /// <summary>Threads that may compute.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>The job's shapes, square and odd ones.</summary>
    public static IEnumerable<ProductLoad> Shapes => ProductLoad.All;

    [GlobalSetup]
    public void Setup() => _run = new KernelRun(Shape.ToOperation(), Threads);

    [GlobalCleanup]
    public void Cleanup() => _run.Dispose();

    [Benchmark]
    public void Product() => _run.Launch();
}
