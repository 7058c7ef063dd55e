namespace Mirrored;

public sealed class ShuffleTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 1)]
    [InlineData(10, 2)]
    [InlineData(10, 9)]
    [InlineData(10, 10)]
    [InlineData(10, 1000)]
    [InlineData(1000, 100)]
    public void Order_IsThatOfAListFromWhichRandomElementsLeave(int rows, int buffer)
    {
        for (int epoch = 0; epoch < 3; epoch++)
            Assert.Equal(Model(rows, buffer, seed: 3, epoch), Order(Rows(rows).Shuffle(buffer, seed: 3), epoch));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(200)]
    public void Order_HasEveryRowOnceAndNoneBeforeTheBufferReachesIt(int buffer)
    {
        int[] order = Order(Rows(200).Shuffle(buffer, seed: 1));

        Assert.Equal(Enumerable.Range(0, 200), order.Order());
        for (int i = 0; i < order.Length; i++) Assert.True(order[i] < i + buffer);
        Assert.Equal(buffer == 1, order.SequenceEqual(Enumerable.Range(0, 200)));
    }

    [Fact]
    public void Order_BufferOfTwoForThreeRows_IsOneOfFourAlike()
    {
        // The first row is 0 or 1; row 2 takes its place; then each of the two rows left is as likely.
        Dictionary<string, int> counts = CountOrders(rows: 3, buffer: 2, epochs: 4000);

        Assert.Equal(["012", "021", "102", "120"], counts.Keys.Order());
        Assert.InRange(ChiSquare.OfUniform(counts.Values), 0, ChiSquare.Bound(3));
    }

    [Fact]
    public void Order_BufferOfAllRows_IsAnyPermutationAlike()
    {
        Dictionary<string, int> counts = CountOrders(rows: 4, buffer: 4, epochs: 12_000);

        Assert.Equal(24, counts.Count);
        Assert.InRange(ChiSquare.OfUniform(counts.Values), 0, ChiSquare.Bound(23));
    }

    [Fact]
    public void Order_OfSeedAndEpoch_IsAlwaysTheSameAndDiffersFromOthers()
    {
        Dataset<Example> dataset = Rows(100).Shuffle(100, seed: 8);

        Assert.Equal(Order(dataset, 5), Order(Rows(100).Shuffle(100, seed: 8), 5));
        Assert.NotEqual(Order(dataset, 5), Order(dataset, 6));
        Assert.NotEqual(Order(dataset, 5), Order(Rows(100).Shuffle(100, seed: 9), 5));
    }

    [Fact]
    public void Order_WithoutSeed_FollowsTheAmbientOne()
    {
        Dataset<Example> ambient = Rows(100).Shuffle(100), seeded = Rows(100).Shuffle(100, seed: -2);

        Assert.NotEqual(Order(ambient, 0, ambientSeed: 1), Order(ambient, 0, ambientSeed: 2));
        Assert.Equal(Order(ambient, 0, unchecked((ulong)-2L)), Order(seeded, 0, ambientSeed: 1));
    }

    [Fact]
    public void Order_NotReshuffled_IsTheFirstEpochsForever()
    {
        Dataset<Example> frozen = Rows(100).Shuffle(100, seed: 4, reshuffleEachIteration: false);
        int[] first = Order(Rows(100).Shuffle(100, seed: 4), 0);

        Assert.Equal(first, Order(frozen, 0));
        Assert.Equal(first, Order(frozen, 3));
    }

    [Fact]
    public void Order_OfTwoShuffles_DrawsThemApart()
    {
        // A second full shuffle that drew as the first one did would square the permutation.
        int[] once = Order(Rows(50).Shuffle(50, seed: 6));
        int[] twice = Order(Rows(50).Shuffle(50, seed: 6).Shuffle(50, seed: 6));

        Assert.Equal(Enumerable.Range(0, 50), twice.Order());
        Assert.NotEqual(once, twice);
        Assert.NotEqual([.. once.Select(i => once[i])], twice);
    }

    [Fact]
    public void Order_AfterBatch_KeepsEachBatchTogether()
    {
        List<int[]> batches = Elements(Rows(23).Batch(5).Shuffle(3, seed: 2).Pipeline);

        Assert.Equal(5, batches.Count);
        Assert.All(batches, batch => Assert.Equal(Enumerable.Range(batch[0], batch[0] == 20 ? 3 : 5), batch));
        Assert.Equal([0, 5, 10, 15, 20], batches.Select(batch => batch[0]).Order());
        Assert.NotEqual([0, 5, 10, 15, 20], batches.Select(batch => batch[0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Shuffle_BufferThatHoldsNothing_Throws(int buffer) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows(3).Shuffle(buffer));

    private static IEnumerable<int> Model(int rows, int buffer, ulong seed, int epoch)
    {
        var random = new ShuffleRandom(seed, epoch, 0x5348_0000);
        var input = new Queue<int>(Enumerable.Range(0, rows));
        var held = new List<int>();
        while (held.Count < buffer && input.Count > 0) held.Add(input.Dequeue());
        while (held.Count > 0)
        {
            int slot = random.Next(held.Count);
            yield return held[slot];
            if (!input.TryDequeue(out int next))
            {
                next = held[^1];
                held.RemoveAt(held.Count - 1);
            }

            if (slot < held.Count) held[slot] = next;
        }
    }

    private static Dictionary<string, int> CountOrders(int rows, int buffer, int epochs) =>
        Enumerable.Range(0, epochs)
            .Select(epoch => string.Concat(Order(Rows(rows).Shuffle(buffer, seed: 1), epoch)))
            .GroupBy(order => order)
            .ToDictionary(group => group.Key, group => group.Count());

    private static Dataset<Example> Rows(int count) => Dataset.FromTensorSlices(new float[count]);

    private static int[] Order(Dataset<Example> dataset, int epoch = 0, ulong ambientSeed = 0) =>
        [.. Elements(dataset.Pipeline, epoch, ambientSeed).Select(element => element.Single())];

    private static List<int[]> Elements(IndexPipeline pipeline, int epoch = 0, ulong ambientSeed = 0)
    {
        IndexCursor cursor = pipeline.Open(epoch, ambientSeed);
        var rows = new int[pipeline.BatchSize];
        var elements = new List<int[]>();
        while (cursor.Next(rows) is > 0 and int count) elements.Add(rows[..count]);
        return elements;
    }
}
