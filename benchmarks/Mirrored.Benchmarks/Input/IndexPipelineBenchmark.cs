using BenchmarkDotNet.Attributes;

namespace Mirrored.Benchmarks.Input;

/// <summary>One epoch of 60,000 row numbers: what the host does for <c>FromTensorSlices(...).Shuffle(...).Batch(1024)</c>.</summary>
public class IndexPipelineBenchmark
{
    private const int Rows = 60_000;
    private const int BatchSize = 1024;

    private readonly int[] _batch = new int[BatchSize];
    private IndexCursor _cursor = null!; // Made by Setup.
    private int _epoch;

    /// <summary>The shuffle buffer; 1 keeps the order.</summary>
    [Params(1, 1000, Rows)]
    public int Shuffle { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var x = new NDArray<float>(new float[Rows], [Rows, 1]);
        _cursor = Dataset.FromTensorSlices(x).Shuffle(Shuffle).Batch(BatchSize).Pipeline.Open(epoch: 0, ambientSeed: 1);
    }

    [Benchmark]
    public int Epoch()
    {
        int rows = 0;
        _cursor.Restart(++_epoch);
        while (_cursor.Next(_batch) is > 0 and int count) rows += count;
        return rows;
    }
}
