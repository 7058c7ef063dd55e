namespace Mirrored;

public sealed class RangeAllocatorTests
{
    [Fact]
    public void Free_InAnyOrder_JoinsTheGaps()
    {
        const int Pieces = 4, Size = 256;
        foreach (int[] order in new int[][] { [0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1] })
        {
            RangeAllocator range = new(Pieces * Size);
            long[] starts = new long[Pieces];
            for (int i = 0; i < Pieces; i++) Assert.True(range.TryTake(Size, out starts[i]));
            Assert.Equal(0, range.LargestFree);
            Assert.False(range.TryTake(1, out _));

            foreach (int piece in order) range.Free(starts[piece]);

            Assert.Equal(Pieces * Size, range.LargestFree);
        }
    }

    [Fact]
    public void TryTake_RandomPieces_NeverOverlap()
    {
        const int Length = 10_000;
        Random random = new(1);
        RangeAllocator range = new(Length);
        List<(long Start, long Length)> taken = [];
        for (int round = 0; round < 2000; round++)
        {
            if (taken.Count > 0 && random.Next(2) == 0)
            {
                int which = random.Next(taken.Count);
                range.Free(taken[which].Start);
                taken.RemoveAt(which);
                continue;
            }

            long length = random.Next(1, 1000);
            if (!range.TryTake(length, out long start)) continue;
            Assert.InRange(start, 0, Length - length);
            Assert.DoesNotContain(taken, other => start < other.Start + other.Length && other.Start < start + length);
            taken.Add((start, length));
        }

        foreach ((long start, _) in taken) range.Free(start);
        Assert.Equal(Length, range.LargestFree);
    }

    [Fact]
    public void Free_WhatWasNotTaken_IsRefused() => Assert.Throws<ArgumentException>(() => new RangeAllocator(10).Free(3));
}
