namespace Mirrored;

public sealed class IndexCursorTests
{
    private static readonly IndexPipeline Pipeline =
        Dataset.FromTensorSlices(new float[1000]).Shuffle(100).Batch(32).Shuffle(4).Pipeline;

    [Fact]
    public void Next_AndRestart_AllocateNothing()
    {
        IndexCursor cursor = Pipeline.Open(0, ambientSeed: 1);
        var rows = new int[32];
        Drain(cursor, rows);

        long before = GC.GetAllocatedBytesForCurrentThread();
        int total = 0;
        for (int epoch = 1; epoch <= 20; epoch++)
        {
            cursor.Restart(epoch);
            total += Drain(cursor, rows);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(20_000, total);
    }

    [Fact]
    public void Restart_InTheMiddleOfAnEpoch_BeginsTheOtherOneAfresh()
    {
        IndexCursor cursor = Pipeline.Open(0, 1), fresh = Pipeline.Open(2, 1);
        int[] rows = new int[32], expected = new int[32];
        cursor.Next(rows);

        cursor.Restart(2);

        Assert.Equal(2, cursor.Epoch);
        while (fresh.Next(expected) is > 0 and int count)
        {
            Assert.Equal(count, cursor.Next(rows));
            Assert.Equal(expected, rows);
        }
    }

    [Fact]
    public void Cursors_OfOnePipeline_DoNotDisturbEachOther()
    {
        IndexCursor first = Pipeline.Open(0, 1), second = Pipeline.Open(0, 1);
        int[] rows = new int[32], other = new int[32];
        for (int i = 0; i < 3; i++) second.Next(other);
        for (int i = 0; i < 3; i++) first.Next(rows);

        Assert.Equal(other, rows);
    }

    [Fact]
    public void Next_TooLittleRoom_Throws() =>
        Assert.Throws<ArgumentException>(() => Pipeline.Open(0, 1).Next(new int[31]));

    [Fact]
    public void Open_NegativeEpoch_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Pipeline.Open(-1, 1));

    private static int Drain(IndexCursor cursor, int[] rows)
    {
        int total = 0;
        while (cursor.Next(rows) is > 0 and int count) total += count;
        return total;
    }
}
