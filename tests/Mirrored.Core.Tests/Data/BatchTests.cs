namespace Mirrored;

public sealed class BatchTests
{
    [Theory]
    [InlineData(10, 3, false, new[] { 3, 3, 3, 1 })]
    [InlineData(10, 3, true, new[] { 3, 3, 3 })]
    [InlineData(9, 3, false, new[] { 3, 3, 3 })]
    [InlineData(9, 3, true, new[] { 3, 3, 3 })]
    [InlineData(2, 3, false, new[] { 2 })]
    [InlineData(2, 3, true, new int[0])]
    [InlineData(3, 1, false, new[] { 1, 1, 1 })]
    public void Next_RowsAndSize_GivesConsecutiveBatches(int count, int size, bool dropRemainder, int[] expected)
    {
        IndexPipeline pipeline = Rows(count).Batch(size, dropRemainder).Pipeline;
        IndexCursor cursor = pipeline.Open(0, 0);
        var rows = new int[size];
        var sizes = new List<int>();
        int first = 0;
        while (cursor.Next(rows) is > 0 and int read)
        {
            Assert.Equal(Enumerable.Range(first, read), rows[..read]);
            first += read;
            sizes.Add(read);
        }

        Assert.Equal(expected, sizes);
        Assert.Equal(expected.Length, pipeline.Count);
        Assert.Equal(0, cursor.Next(rows));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batch_FarLargerThanTheData_TakesNoMoreMemoryThanTheRows(bool dropRemainder)
    {
        IndexPipeline pipeline = Rows(10).Batch(int.MaxValue, dropRemainder).Shuffle(3).Pipeline;
        var rows = new int[pipeline.BatchSize];

        Assert.Equal(10, pipeline.BatchSize);
        Assert.Equal(dropRemainder ? 0 : 10, pipeline.Open(0, 0).Next(rows));
    }

    [Fact]
    public void Pipeline_OfABatch_SaysWhatATrainerNeeds()
    {
        IndexPipeline rows = Rows(10).Shuffle(4).Pipeline, batches = Rows(10).Shuffle(4).Batch(4, dropRemainder: true).Pipeline;

        Assert.Equal((false, 1, 10L), (rows.IsBatched, rows.BatchSize, rows.Count));
        Assert.Equal((true, 4, true, 2L), (batches.IsBatched, batches.BatchSize, batches.DropRemainder, batches.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Batch_WithoutRows_Throws(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows(3).Batch(size));

    private static Dataset<Example> Rows(int count) => Dataset.FromTensorSlices(new float[count]);
}
