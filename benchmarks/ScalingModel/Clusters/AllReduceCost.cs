namespace Mirrored.ScalingModel;

/// <summary>How long an all-reduce takes: a latency for every hop, and the bytes over the narrowest link.</summary>
/// <remarks>The alpha-beta model with the latencies that NCCL itself uses to choose an algorithm (src/graph/tuning.cc): for each of
/// ring and tree, LL and Simple, <c>base + hops * hop + bytes * 2 (n - 1) / n / bandwidth</c>; the least of the four counts.</remarks>
public static class AllReduceCost
{
    // What any all-reduce takes before the first hop, seconds; NCCL's own figures, nearly equal for ring and tree.
    private static readonly ProtocolSeconds Base = new(6.6e-6, 8.4e-6);

    /// <summary>The seconds of one all-reduce, launch included.</summary>
    /// <param name="bytes">What every replica gives.</param>
    /// <param name="cluster">Where.</param>
    /// <param name="launch">Seconds until the slowest device has started it.</param>
    public static double Seconds(double bytes, Cluster cluster, double launch)
    {
        if (cluster.Replicas == 1) return 0;
        (ProtocolSeconds ring, ProtocolSeconds tree) = (RingHops(cluster), TreeHops(cluster));
        double traffic = bytes * 2 * (cluster.Replicas - 1) / cluster.Replicas;
        double small = Base.LowLatency + Math.Min(ring.LowLatency, tree.LowLatency)
            + (traffic / Narrowest(cluster, l => l.LowLatencyBytesPerSecond));
        double large = Base.Simple + Math.Min(ring.Simple, tree.Simple) + (traffic / Narrowest(cluster, l => l.BytesPerSecond));
        return launch + Math.Min(small, large);
    }

    private static double Narrowest(Cluster cluster, Func<Link, double> rate)
    {
        double inside = cluster.PerNode > 1 ? rate(cluster.Inside) : double.PositiveInfinity;
        double between = cluster.Nodes > 1 ? rate(cluster.Between) : double.PositiveInfinity;
        return Math.Min(inside, between);
    }

    /// <summary>Twice around the ring, less the two hops that nobody waits for.</summary>
    private static ProtocolSeconds RingHops(Cluster cluster)
    {
        int between = cluster.Nodes > 1 ? 2 * cluster.Nodes : 0;
        int inside = (2 * (cluster.Replicas - 1)) - between;
        return Hops(cluster, Math.Max(0, inside), between, l => l.RingHop);
    }

    /// <summary>Up and down: a chain within each node, a binary tree between them.</summary>
    private static ProtocolSeconds TreeHops(Cluster cluster) =>
        Hops(cluster, 2 * (cluster.PerNode - 1), 2 * Math.Log2(cluster.Nodes), l => l.TreeHop);

    private static ProtocolSeconds Hops(Cluster cluster, double inside, double between, Func<Link, ProtocolSeconds> hop) => new(
        (inside * hop(cluster.Inside).LowLatency) + (between * hop(cluster.Between).LowLatency),
        (inside * hop(cluster.Inside).Simple) + (between * hop(cluster.Between).Simple));
}
