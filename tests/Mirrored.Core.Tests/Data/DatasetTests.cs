namespace Mirrored;

public sealed class DatasetTests
{
    private static readonly NDArray<float> X = new float[,] { { 0, 1 }, { 10, 11 }, { 20, 21 } };

    [Fact]
    public void FromTensorSlices_DifferentRows_SaysBothCounts()
    {
        var error = Assert.Throws<ArgumentException>(() => Dataset.FromTensorSlices(X, new int[4]));
        Assert.Contains("x has 3 rows (shape (3, 2)), y has 4 (shape (4,))", error.Message);
    }

    [Fact]
    public void FromTensorSlices_WithoutRows_NamesTheArray()
    {
        Assert.Contains("x has no rows", Assert.Throws<ArgumentException>(
            () => Dataset.FromTensorSlices(new float[0, 2])).Message);
        Assert.Contains("y has no rows", Assert.Throws<ArgumentException>(
            () => Dataset.FromTensorSlices(X, new NDArray<int>([1], new Shape()))).Message);
        Assert.Throws<ArgumentNullException>(() => Dataset.FromTensorSlices(X, (NDArray<int>)null!));
    }

    [Fact]
    public void Pipeline_KeepsTheArraysAsTheyAre()
    {
        NDArray<byte> y = new byte[] { 1, 2, 3 };

        IndexPipeline pipeline = Dataset.FromTensorSlices(X, y).Shuffle(1000).Batch(1024).Prefetch(Dataset.AutoTune).Pipeline;

        Assert.Same(X, pipeline.X);
        Assert.Same(y, pipeline.Y);
        Assert.Equal(DType.UInt8, pipeline.Y!.Source.StorageType);
        Assert.Equal(1, pipeline.Count);
    }

    [Fact]
    public void Foreach_Examples_GivesRowsWithTheirClasses()
    {
        var seen = new List<(float, float, int)>();
        foreach (var (x, y) in Dataset.FromTensorSlices(X, new byte[] { 7, 8, 9 }))
        {
            Assert.Equal(new Shape(2), x.Shape);
            Assert.Equal(new Shape(), y!.Shape);
            seen.Add((x[0], x[1], y.As<int>().Span[0]));
        }

        Assert.Equal([(0, 1, 7), (10, 11, 8), (20, 21, 9)], seen);
    }

    [Fact]
    public void Foreach_Batches_KeepsRowsAndTargetsTogether()
    {
        NDArray<byte> bytes = new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
        NDArray<float> y = new float[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
        Dataset<Batch> dataset = Dataset.FromTensorSlices(bytes.AsFloat(10), y.Reshape(10, 1)).Shuffle(10, seed: 1).Batch(4);

        List<Batch> batches = [.. dataset];

        Assert.Equal(3, dataset.Cardinality);
        Assert.Equal([4, 4, 2], batches.Select(batch => batch.Count));
        foreach (Batch batch in batches)
        {
            NDArray<float> targets = batch.Y!.As<float>();
            Assert.Equal(new Shape(batch.Count, 1), targets.Shape);
            Assert.Equal(targets.ToArray().Select(t => 10 * t), batch.X.ToArray());
        }

        Assert.Equal(y.ToArray(), batches.SelectMany(batch => batch.Y!.As<float>().ToArray()).Order());
    }

    [Fact]
    public void Foreach_FeaturesAlone_HasNoTarget() =>
        Assert.All(Dataset.FromTensorSlices(X), example => Assert.Null(example.Y));

    [Fact]
    public void Foreach_Again_IsTheNextEpoch()
    {
        Dataset<Example> dataset = Dataset.FromTensorSlices(new float[100]).Shuffle(100, seed: 1);
        Dataset<Batch> batches = Numbers(100).Shuffle(100, seed: 1).Batch(100);

        int[] first = Values(batches), second = Values(batches);

        Assert.Equal(Rows(dataset.Pipeline, 0), first);
        Assert.Equal(Rows(dataset.Pipeline, 1), second);
    }

    [Fact]
    public void Foreach_WithoutSeed_DiffersBetweenDatasets() =>
        // Equal by chance once in 100! runs.
        Assert.NotEqual(Values(Numbers(100).Shuffle(100).Batch(100)), Values(Numbers(100).Shuffle(100).Batch(100)));

    [Fact]
    public void Foreach_WithoutSeedNorReshuffling_IsTheSameInAllThatDerives()
    {
        Dataset<Example> shuffled = Numbers(100).Shuffle(100, reshuffleEachIteration: false);

        Assert.Equal(Values(shuffled.Batch(100)), Values(shuffled.Batch(100)));
    }

    [Theory]
    [InlineData(Dataset.AutoTune)]
    [InlineData(0)]
    [InlineData(5)]
    public void Prefetch_AnySize_ChangesNothing(int size)
    {
        Dataset<Example> dataset = Numbers(3);
        Assert.Same(dataset, dataset.Prefetch(size));
    }

    [Fact]
    public void Prefetch_NegativeSize_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers(3).Prefetch(-2));

    private static Dataset<Example> Numbers(int count) =>
        Dataset.FromTensorSlices(Enumerable.Range(0, count).Select(i => (float)i).ToArray(), new int[count]);

    private static int[] Values(Dataset<Batch> dataset) =>
        [.. dataset.SelectMany(batch => batch.X.ToArray()).Select(value => (int)value)];

    private static int[] Rows(IndexPipeline pipeline, int epoch)
    {
        IndexCursor cursor = pipeline.Open(epoch, ambientSeed: 0);
        var row = new int[1];
        var rows = new List<int>();
        while (cursor.Next(row) > 0) rows.Add(row[0]);
        return [.. rows];
    }
}
