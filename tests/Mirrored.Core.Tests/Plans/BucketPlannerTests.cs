namespace Mirrored.Core.Tests;

public sealed class BucketPlannerTests
{
    [Fact]
    public void Cut_SmallModel_IsOneBucket()
    {
        ParameterLayout layout = new(PlanFixture.Parameters(), replicas: 3);

        Bucket bucket = Assert.Single(BucketPlanner.Cut(layout));

        Assert.Equal(new Bucket(0, layout.TrainableBytes / sizeof(float)), bucket);
    }

    [Fact]
    public void Cut_LargeModel_StartsSmallFromTheEndAndCoversEverythingOnce()
    {
        // Eight kernels of 16 MiB each.
        ParameterLayout layout = new([.. Enumerable.Range(0, 8).Select(i => new Parameter($"k{i}", [2048, 2048], true))], 2);

        IReadOnlyList<Bucket> buckets = BucketPlanner.Cut(layout);

        Assert.Equal(2048 * 2048, buckets[0].Count); // The first weight from the end alone exceeds 1 MiB.
        long end = layout.TrainableBytes / sizeof(float);
        foreach (Bucket bucket in buckets)
        {
            Assert.Equal(end, bucket.Start + bucket.Count);
            end = bucket.Start;
        }

        Assert.Equal(0, end);
        Assert.True(buckets.Count > 2);
    }

    [Fact]
    public void Layout_ForReplicas_SplitsEvenlyAndAligns()
    {
        Parameter[] parameters = PlanFixture.Parameters();

        ParameterLayout layout = new(parameters, replicas: 3);

        Assert.Equal(0, layout.TrainableBytes % (3 * ParameterLayout.Alignment));
        Assert.All(parameters, p => Assert.Equal(0, p.Value.Offset % ParameterLayout.Alignment));
        Assert.All(parameters, p => Assert.Equal(p.Value.Offset, p.Gradient.Offset));
    }
}
