namespace Mirrored;

/// <summary>The weights of rows stay with their rows.</summary>
public sealed class SampleWeightTests : IDisposable
{
    private const int Rows = 10;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.cache");

    public void Dispose() => File.Delete(_path);

    public static TheoryData<bool> Ways => [false, true];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Stages_Any_KeepTheWeightOfEachRow(bool streams)
    {
        Dataset<Example> rows = Weighted(streams);
        Dataset<Batch> batches = rows.Shuffle(5).Repeat(2).Batch(3).Skip(1);

        AssertWeights(rows.Shuffle(Rows, seed: 1).Concatenate(rows.Take(3)).Shard(2, 1));
        AssertWeights(batches.Unbatch());
        AssertWeights(rows.Cache(_path));
        AssertWeights(rows.Cache(_path)); // From the file.
        foreach (var (x, _, weights) in batches)
        {
            Assert.Equal(new Shape(x.RowCount), weights!.Shape);
            Assert.Equal(x.ToArray().Select(number => number / 2), weights.ToArray());
        }
    }

    [Fact]
    public void Cache_BatchesWithAndWithoutWeights_ComeBackAsTheyWere()
    {
        Dataset<Batch> batches = Weighted(streams: false).Batch(4).Cache(_path);

        List<Batch> written = [.. batches], read = [.. batches];

        Assert.Equal(written.Select(b => b.SampleWeight!.ToArray()), read.Select(b => b.SampleWeight!.ToArray()));
        File.Delete(_path);
        Dataset<Batch> plain = Dataset.FromTensorSlices(X()).Batch(4).Cache(_path);
        Assert.All(plain.Concatenate(plain), batch => Assert.Null(batch.SampleWeight));
    }

    [Fact]
    public void Deconstruct_Example_GivesTheWeight()
    {
        (NDArray<float> x, NDArray? y, float? weight) = Weighted(streams: false).First();

        Assert.Equal((0f, 0), (x.Span[0], y!.As<int>().Span[0]));
        Assert.Equal(0, weight);
        Assert.Null(new Example(x).SampleWeight);
    }

    [Fact]
    public void Weights_NotOneForEachRow_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Dataset.FromTensorSlices(X(), new int[Rows], new float[3]));
        Assert.Contains("shape (3,)", error.Message);
        Assert.Contains("shape (10,)", error.Message);
        Assert.Throws<ArgumentException>(() => Dataset.FromTensorSlices(X(), new int[Rows], new NDArray<float>(new float[Rows], [Rows, 1])));
        Assert.Throws<ArgumentNullException>(() => Dataset.FromTensorSlices(X(), (NDArray<int>)new int[Rows], null!));
        Assert.Throws<ArgumentException>(() => new Batch(X()) { SampleWeight = new float[3] });
        var mixed = Assert.Throws<DatasetException>(() => Dataset.FromEnumerable(
            [new Example(new float[1]) { SampleWeight = 1 }, new Example(new float[1])]).Batch(2).Count());
        Assert.Contains("element 1: Some rows have sample weights and others none", mixed.Message);
    }

    private static void AssertWeights(Dataset<Example> rows) => Assert.All(rows, row => Assert.Equal(row.X.Span[0] / 2, row.SampleWeight));

    private static Dataset<Example> Weighted(bool streams)
    {
        NDArray<float> weights = (float[])[.. Enumerable.Range(0, Rows).Select(i => i / 2f)];
        Dataset<Example> rows = Dataset.FromTensorSlices(X(), (int[])[.. Enumerable.Range(0, Rows)], weights);
        return streams ? rows.Map(e => e) : rows;
    }

    private static NDArray<float> X() => new([.. Enumerable.Range(0, Rows).Select(i => (float)i)], [Rows, 1]);
}
