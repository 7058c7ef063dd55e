namespace Mirrored.Core.Tests;

public sealed class BatchSplitterTests
{
    // The balanced column of TensorFlow's second rebatching rule.
    [Theory]
    [InlineData(7, 2, new[] { 4, 3 })]
    [InlineData(10, 4, new[] { 3, 3, 2, 2 })]
    [InlineData(5, 4, new[] { 2, 1, 1, 1 })]
    [InlineData(9, 8, new[] { 2, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(33, 8, new[] { 5, 4, 4, 4, 4, 4, 4, 4 })]
    [InlineData(64, 3, new[] { 22, 21, 21 })]
    [InlineData(1, 2, new[] { 1, 0 })]
    [InlineData(0, 2, new[] { 0, 0 })]
    public void Slice_OfBatch_IsBalancedLargerFirst(int rows, int pieces, int[] expected) =>
        Assert.Equal(expected, Enumerable.Range(0, pieces).Select(i => BatchSplitter.Slice(rows, pieces, i).Count));

    [Fact]
    public void Slice_AllPieces_CoverTheBatchWithoutGap()
    {
        for (int rows = 0; rows < 40; rows++)
        {
            for (int pieces = 1; pieces < 10; pieces++)
            {
                int next = 0;
                for (int i = 0; i < pieces; i++)
                {
                    (int start, int count) = BatchSplitter.Slice(rows, pieces, i);
                    Assert.Equal(next, start);
                    next += count;
                }

                Assert.Equal(rows, next);
            }
        }
    }
}
