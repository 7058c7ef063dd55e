using BenchmarkDotNet.Attributes;

namespace Mirrored.Benchmarks.Kernels;

/// <summary>One operation of 1024 rows of 128 on the CPU, on one thread, beside a plain copy of the same memory.</summary>
public class ElementBenchmark
{
    private KernelRun _run = null!; // Both are made by Setup.
    private byte[] _from = [];
    private byte[] _to = [];

    /// <summary>The operation.</summary>
    [ParamsSource(nameof(Cases))]
    public ElementCase Case { get; set; } = null!; // BenchmarkDotNet sets it.

    /// <summary>Those of the MNIST step.</summary>
    public static IEnumerable<ElementCase> Cases => ElementCase.All;

    [GlobalSetup]
    public void Setup()
    {
        _run = new KernelRun(Case.Create(), threads: 1);
        _from = new byte[(int)Case.Bytes!.Value / 2]; // Each byte of a copy is read once and written once.
        _to = new byte[_from.Length];
    }

    [GlobalCleanup]
    public void Cleanup() => _run.Dispose();

    [Benchmark(Baseline = true)]
    public void Copy() => _from.CopyTo(_to, 0);

    [Benchmark]
    public void Operation() => _run.Launch();
}
