namespace Mirrored.ScalingModel;

/// <summary>Something that can be changed to scale further.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Change">The job, cluster and rows after it.</param>
public sealed record Lever(string Name, Func<Job, Cluster, double, (Job Job, Cluster Cluster, double Rows)> Change)
{
    /// <summary>All levers.</summary>
    public static IReadOnlyList<Lever> All { get; } =
    [
        new("batch x 8", (j, c, rows) => (j, c, rows * 8)),
        new("batch x 64", (j, c, rows) => (j, c, rows * 64)),
        new("gradients in bfloat16", (j, c, rows) => (j with { GradientBytes = 2 }, c, rows)),
        new("update sharded", (j, c, rows) => (j with { ShardedUpdate = true }, c, rows)),
        new("links twice as fast", (j, c, rows) => (j, c with { Inside = Faster(c.Inside), Between = Faster(c.Between) }, rows)),
        new("no variation between replicas", (j, c, rows) => (j, c with { Jitter = 0 }, rows)),
    ];

    /// <summary>Weak-scaling efficiency after the change.</summary>
    public double Apply(Job job, Cluster cluster, double rows)
    {
        (job, cluster, rows) = Change(job, cluster, rows);
        return Efficiency.Weak(job, cluster, rows);
    }

    private static Link Faster(Link link) => link with
    {
        BytesPerSecond = link.BytesPerSecond * 2,
        LowLatencyBytesPerSecond = link.LowLatencyBytesPerSecond * 2,
    };
}
