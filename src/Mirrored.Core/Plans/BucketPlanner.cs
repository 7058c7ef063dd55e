namespace Mirrored;

/// <summary>Cuts the flat gradient range into buckets that are exchanged while backward is still running.</summary>
/// <remarks>Backward fills the range from its end, so buckets come in that order: the first small, so that the exchange starts
/// early, the others large enough to use the link. A weight is never split. Source: PyTorch's DistributedDataParallel.</remarks>
internal static class BucketPlanner
{
    /// <summary>Below this many bytes of gradients everything is one bucket: latency rules, not bandwidth.</summary>
    public const long OneBucketBelow = 32L << 20;

    /// <summary>The size of all buckets but the first.</summary>
    public const long LaterBuckets = 25L << 20;

    private const long FirstBucket = 1L << 20;

    /// <summary>Cuts the trainable range of a layout into buckets, in the order in which backward completes them.</summary>
    public static IReadOnlyList<Bucket> Cut(
        ParameterLayout layout, long oneBucketBelow = OneBucketBelow, long laterBuckets = LaterBuckets)
    {
        long end = layout.TrainableBytes;
        if (end < oneBucketBelow) return [new Bucket(0, end / sizeof(float))];
        List<Bucket> buckets = [];
        foreach (Parameter parameter in layout.Trained.Reverse())
        {
            long start = parameter.Gradient.Offset;
            if (end - start < (buckets.Count == 0 ? FirstBucket : laterBuckets) && start > 0) continue;
            buckets.Add(new Bucket(start / sizeof(float), (end - start) / sizeof(float)));
            end = start;
        }

        return buckets;
    }
}
