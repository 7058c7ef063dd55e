using BenchmarkDotNet.Attributes;
using Mirrored.Keras;

namespace Mirrored.Benchmarks.Kernels;

/// <summary>One update of an optimizer on the CPU, on one thread, beside Adam's, which has a kernel of its own.</summary>
public class UpdateBenchmark
{
    private UpdateLoad _adam = null!; // Both are made by Setup.
    private UpdateLoad _update = null!;

    /// <summary>The optimizer.</summary>
    [Params("sgd", "momentum", "nesterov", "rmsprop", "rmsprop centered", "adagrad", "amsgrad", "adamw")]
    public string Optimizer { get; set; } = ""; // BenchmarkDotNet sets it.

    /// <summary>How many weights: those of the MNIST model's first layer, and what no cache holds.</summary>
    [Params(784 * 128, 8_000_000)]
    public int Weights { get; set; } // BenchmarkDotNet sets it.

    [GlobalSetup]
    public void Setup() => (_adam, _update) = (new UpdateLoad(new Adam(), Weights), new UpdateLoad(Create(Optimizer), Weights));

    [GlobalCleanup]
    public void Cleanup()
    {
        _adam.Dispose();
        _update.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Adam() => _adam.Launch();

    [Benchmark]
    public void Update() => _update.Launch();

    private static Optimizer Create(string name) => name switch
    {
        "momentum" => new SGD(momentum: 0.9),
        "nesterov" => new SGD(momentum: 0.9, nesterov: true),
        "rmsprop centered" => new RMSprop(momentum: 0.9, centered: true),
        "amsgrad" => new Adam(amsgrad: true),
        _ => name,
    };
}
