namespace Mirrored.ScalingModel;

/// <summary>Gradients that are exchanged together.</summary>
/// <param name="Compute">Seconds of backward, since the bucket before, until they are there.</param>
/// <param name="Weights">How many.</param>
public readonly record struct Bucket(double Compute, double Weights)
{
    /// <summary>Cuts the backward pass into buckets by the same rule as the library.</summary>
    public static IReadOnlyList<Bucket> Cut(Job job, IReadOnlyList<LayerWork> layers)
    {
        if (layers.Sum(l => l.Parameters) * (double)sizeof(float) < job.OneBucketBelow)
            return [new Bucket(layers.Sum(l => l.Backward), layers.Sum(l => l.Parameters))];
        List<Bucket> buckets = [];
        double compute = 0, weights = 0;
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            (compute, weights) = (compute + layers[i].Backward, weights + layers[i].Parameters);
            if (weights * sizeof(float) < (buckets.Count == 0 ? job.FirstBucket : job.LaterBuckets) && i > 0) continue;
            buckets.Add(new Bucket(compute, weights));
            (compute, weights) = (0, 0);
        }

        return buckets;
    }
}
