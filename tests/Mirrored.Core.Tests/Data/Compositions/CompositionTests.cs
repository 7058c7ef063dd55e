namespace Mirrored;

public sealed class CompositionTests
{
    /// <summary>Enough to see several passes of an endless pipeline.</summary>
    private const int Most = 60;

    private static readonly Composition[] Compositions = [.. Composition.All()];

    public static TheoryData<int> Ways => [0, 1, 2];

    [Fact]
    public void Table_IsLargeAndVaried()
    {
        Assert.True(Compositions.Select(c => c.ToString()).Distinct().Count() >= 200, $"Only {Compositions.Length} pipelines.");
        Assert.True(Compositions.Count(c => new Product(c, Product.Way.Index).IsIndexOnly) >= 100, "Too few index-only pipelines.");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void AnyPipeline_AnyEpoch_FollowsTheReference(int way) => Assert.All(Some(way), composition =>
    {
        var product = new Product(composition, (Product.Way)way);
        foreach (int epoch in new[] { 0, 1, 2 })
            Assert.Equal(Reference.Run(composition, epoch).Take(Most), product.Read(new DatasetPosition(epoch, 0), Most));
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public void AnyPipeline_FromAnyElement_GoesOnAsIfNeverStopped(int way) => Assert.All(Some(way), composition =>
    {
        var product = new Product(composition, (Product.Way)way);
        int[][] whole = [.. Reference.Run(composition, 1).Take(Most)];
        foreach (int element in new[] { 1, 3, whole.Length / 2, whole.Length, whole.Length + 2 })
        {
            int[][] expected = [.. Reference.Run(composition, 1).Skip(element).Take(5)];
            Assert.Equal(expected, product.Read(new DatasetPosition(1, element), 5));
        }
    });

    [Fact]
    public void Cardinality_OfAnyPipeline_IsWhatIsRead() => Assert.All(Compositions, composition =>
    {
        int count = Reference.Run(composition, 0).Take(1000).Count();
        foreach (Product.Way way in Enum.GetValues<Product.Way>())
        {
            long cardinality = new Product(composition, way).Cardinality;
            // Nobody knows that a filter leaves nothing to repeat for ever.
            if (cardinality == Dataset.InfiniteCardinality) Assert.True(count == 1000 || composition.Steps.Contains("filter"));
            else if (cardinality == Dataset.UnknownCardinality) Assert.Contains(composition.Steps, step => step is "filter" or "unbatch");
            else Assert.Equal(cardinality, count);
        }
    });

    [Fact]
    public void IndexOnly_Pipelines_StayThatWayUntilMapOrFilter() => Assert.All(Compositions, composition =>
        Assert.Equal(
            !composition.Steps.Any(step => step is "map" or "filter"), new Product(composition, Product.Way.Index).IsIndexOnly));

    // Starting threads takes most of the time: every sixth pipeline with them.
    private static IEnumerable<Composition> Some(int way) =>
        Compositions.Where((_, index) => way != (int)Product.Way.Threads || index % 6 == 0);
}
