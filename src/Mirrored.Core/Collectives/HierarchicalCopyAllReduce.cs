namespace Mirrored;

/// <summary>Sums gradients by copies between devices: within groups of near devices, then across the groups, then back.</summary>
/// <remarks>
/// <para>Devices of one group reach each other's memory: parts of one GPU, or GPUs with a direct path. Every replica adds a
/// slice of each bucket, so all links and all devices work at once. Between groups each number travels once in either
/// direction. With one group, and on CPUs, two phases are left: every replica adds its slice, and gives it to all.</para>
/// <para>It needs no library. NCCL is faster between GPUs. Source: TensorFlow's
/// <c>tf.distribute.HierarchicalCopyAllReduce</c>.</para>
/// </remarks>
public sealed class HierarchicalCopyAllReduce : CrossDeviceOps
{
    /// <summary>The groups, by replica; null finds them.</summary>
    internal IReadOnlyList<int[]>? Groups { get; init; }

    /// <summary>The name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => "HierarchicalCopyAllReduce";

    internal override IReadOnlyList<GradientExchange> Connect(ExchangeContext context)
    {
        IReadOnlyList<int[]> groups = context.FixedOrder
            ? [[.. Enumerable.Range(0, context.Replicas)]] // Leaves are added at one place, or their order would depend on groups.
            : Groups ?? DeviceGroups.Find([.. context.Group.Replicas.Select(replica => replica.Device)]);
        return CopyExchange.Connect(
            context, bucket => groups.Count == 1 ? WithinOneGroup(context, bucket) : AcrossGroups(context, groups, bucket));
    }

    private static CopySchedule WithinOneGroup(ExchangeContext context, Bucket bucket)
    {
        CopySchedule schedule = new(context);
        if (context.Leaves.Count == 1) return schedule;
        int[] everybody = [.. Enumerable.Range(0, context.Replicas)];
        foreach (int replica in everybody)
            schedule.Sum(0, replica, context.Leaves, everybody, schedule.Slice(bucket, context.Replicas, replica));
        return schedule;
    }

    private static CopySchedule AcrossGroups(ExchangeContext context, IReadOnlyList<int[]> groups, Bucket bucket)
    {
        CopySchedule schedule = new(context);
        for (int s = 0; s < context.Replicas; s++)
        {
            Bucket slice = schedule.Slice(bucket, context.Replicas, s);
            // In each group one member holds the group's part of this sum; one of those adds the parts up.
            int[] holders = [.. groups.Select(group => group[s / groups.Count % group.Length])];
            int adder = holders[s % groups.Count];
            for (int g = 0; g < groups.Count; g++)
            {
                if (groups[g].Length > 1)
                    schedule.Sum(0, holders[g], [.. context.Leaves.Where(leaf => groups[g].Contains(leaf.Replica))], [holders[g]], slice);
                foreach (int member in groups[g])
                    if (member != holders[g]) schedule.Copy(2, holders[g], member, slice);
            }

            schedule.Sum(1, adder, [.. holders.Select(holder => new ExchangeLeaf(holder, context.Sums[holder]))], holders, slice);
        }

        return schedule;
    }
}
