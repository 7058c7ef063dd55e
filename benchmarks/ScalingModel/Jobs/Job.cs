namespace Mirrored.ScalingModel;

/// <summary>A model and how it is trained.</summary>
public abstract record Job(string Name)
{
    /// <summary>The bytes of one weight's gradient on the wire: 4, or 2 when compressed to bfloat16.</summary>
    public int GradientBytes { get; init; } = sizeof(float);

    /// <summary>Below this many bytes of gradients there is one bucket.</summary>
    public double OneBucketBelow { get; init; } = 32 << 20;

    /// <summary>Bytes of the bucket that is full first, in backward order.</summary>
    public double FirstBucket { get; init; } = 1 << 20;

    /// <summary>Bytes of the others.</summary>
    public double LaterBuckets { get; init; } = 25 << 20;

    /// <summary>True when every replica updates only its share of the weights (reduce-scatter, update, all-gather).</summary>
    public bool ShardedUpdate { get; init; }

    /// <summary>The layers of one replica's step, in forward order.</summary>
    public abstract IReadOnlyList<LayerWork> Layers(Accelerator device, double rows);

    /// <summary>The seconds of one replica's update.</summary>
    public virtual double Update(Accelerator device, int replicas)
    {
        // Adam reads weight, gradient and two slots, and writes three of them.
        const int BytesPerWeight = 7 * sizeof(float);
        double weights = Layers(device, 1).Sum(l => l.Parameters);
        return device.Move(weights * BytesPerWeight / (ShardedUpdate ? replicas : 1));
    }
}
