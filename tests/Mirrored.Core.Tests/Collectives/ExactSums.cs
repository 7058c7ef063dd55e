using System.Runtime.InteropServices;

namespace Mirrored.Core.Tests;

/// <summary>Lets an exchange add numbers whose sum is exact in any order, and counts what comes out wrong.</summary>
internal static class ExactSums
{
    /// <summary>Four bytes to 64 MiB, doubling, and lengths beside a power of two.</summary>
    private static readonly IEnumerable<long> Everything = Enumerable.Range(0, 25).Select(power => 1L << power)
        .SelectMany(count => new[] { count - 1, count, count + 1 }).Where(count => count <= 1L << 24);

    /// <summary>Whole numbers up to this one: sums over 8 replicas stay below 2^24.</summary>
    private const int Largest = 1 << 20;

    /// <summary>The lengths to try: those given, and with <c>MIRRORED_FULL=1</c>, which makes a campaign of it, all up to 64 MiB.</summary>
    public static IReadOnlyList<long> Counts(params long[] usual) =>
        Environment.GetEnvironmentVariable("MIRRORED_FULL") == "1" ? [.. usual.Concat(Everything).Distinct()] : usual;

    /// <summary>Sums one range over all replicas of a strategy, several times over the same memory.</summary>
    /// <param name="strategy">The replicas.</param>
    /// <param name="ops">The way to add.</param>
    /// <param name="count">The elements.</param>
    /// <param name="start">The first element of the range: 1 misaligns it by 4 bytes.</param>
    /// <param name="rounds">How often.</param>
    /// <returns>How many elements are wrong, over all replicas, those beside the range included.</returns>
    public static long CountWrong(MirroredStrategy strategy, CrossDeviceOps ops, long count, long start = 0, int rounds = 2)
    {
        ReplicaGroup group = strategy.Group;
        int replicas = group.Replicas.Count;
        long length = start + count + 1; // One behind it shows what was written too far.
        DeviceBuffer[] buffers = [.. group.Replicas.Select(r => r.Device.Allocate(length * sizeof(float), "a test"))];
        IReadOnlyList<GradientExchange> exchanges = [];
        long wrong = 0;
        try
        {
            exchanges = ops.Connect(Context(group, buffers, new Bucket(start, count)));
            float[] values = new float[length];
            for (int round = 0; round < rounds; round++)
            {
                for (int replica = 0; replica < replicas; replica++)
                {
                    for (long i = 0; i < length; i++) values[i] = Value(replica + round, i);
                    buffers[replica].Write(MemoryMarshal.AsBytes(values.AsSpan()), 0);
                }

                group.RunAll(replica =>
                {
                    exchanges[replica.Index].Reduce(0);
                    exchanges[replica.Index].Complete();
                });
                for (int replica = 0; replica < replicas; replica++)
                {
                    buffers[replica].Read(MemoryMarshal.AsBytes(values.AsSpan()), 0);
                    for (long i = 0; i < length; i++)
                        if (values[i] != Expected(replica, replicas, round, i, start, count)) wrong++;
                }
            }

            return wrong;
        }
        finally
        {
            foreach (GradientExchange exchange in exchanges) exchange.Dispose();
            foreach (DeviceBuffer buffer in buffers) buffer.Dispose();
        }
    }

    private static ExchangeContext Context(ReplicaGroup group, DeviceBuffer[] buffers, Bucket bucket) => new()
    {
        Group = group,
        Leaves = [.. buffers.Select((buffer, replica) => new ExchangeLeaf(replica, buffer.Address))],
        Sums = [.. buffers.Select(buffer => buffer.Address)],
        Buckets = [bucket],
        MarkDiverged = () => { },
    };

    private static float Expected(int replica, int replicas, int round, long i, long start, long count)
    {
        if (i < start || i >= start + count) return Value(replica + round, i);
        float sum = 0;
        for (int r = 0; r < replicas; r++) sum += Value(r + round, i);
        return sum;
    }

    private static float Value(int of, long i) => (((i + 1) * 7919) + (of * 104729)) % Largest;
}
