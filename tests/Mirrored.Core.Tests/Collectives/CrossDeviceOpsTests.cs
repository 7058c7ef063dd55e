using System.Runtime.InteropServices;

namespace Mirrored.Core.Tests;

/// <summary>Every exchange gives every replica the right sum of every element, and touches nothing else.</summary>
[Collection(nameof(OneAtATime))]
public sealed class CrossDeviceOpsTests
{
    private const int LargeCount = 16 << 20; // 64 MiB

    /// <summary>Empty, single, odd and misaligned ranges, with elements between them that belong to none.</summary>
    private static readonly Bucket[] Small =
        [new(0, 0), new(0, 1), new(2, 1), new(5, 17), new(23, 1023), new(1047, 4096), new(5201, 65_537), new(70_800, 262_143)];

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<int, string> Gpus => new(
        from gpus in Enumerable.Range(1, 8) from ops in new[] { "nccl", "hierarchical", "one-device" } select (gpus, ops));

    public static TheoryData<int, string> Large =>
        new() { { 2, "nccl" }, { 8, "nccl" }, { 2, "hierarchical" }, { 2, "one-device" } };

    [Theory]
    [MemberData(nameof(Gpus))]
    public void Sum_OfExactNumbers_HasNoWrongElement(int gpus, string ops) => AssertExact(gpus, ops, Small, 333_000);

    [Theory]
    [MemberData(nameof(Large))]
    public void Sum_OfSixtyFourMebibytes_HasNoWrongElement(int gpus, string ops) =>
        AssertExact(gpus, ops, [new(1, LargeCount)], LargeCount + 2);

    private static void AssertExact(int gpus, string ops, Bucket[] buckets, int count)
    {
        SimulatorAtHand.SkipWithoutGpu();
        Assert.SkipWhen(CudaDriver.State.DeviceCount < gpus, $"Needs {gpus} GPUs.");
        if (ops == "nccl") GpuGroup.SkipWithoutNccl(gpus);
        using ReplicaGroup group = new([.. Enumerable.Range(0, gpus).Select(GpuGroup.Open)], Limit);
        DeviceBuffer[] memory = [.. group.Replicas.Select(r => r.Device.Allocate((long)count * sizeof(float), "a test"))];
        IReadOnlyList<GradientExchange> exchanges = Ops(ops).Connect(new ExchangeContext
        {
            Group = group,
            Leaves = [.. memory.Select((piece, replica) => new ExchangeLeaf(replica, piece.Address))],
            Sums = [.. memory.Select(piece => piece.Address)],
            Buckets = buckets,
            MarkDiverged = () => Assert.Fail("Nothing diverges here."),
        });
        for (int replica = 0; replica < gpus; replica++) memory[replica].Write(MemoryMarshal.AsBytes<float>(Numbers(replica, count)), 0);

        group.RunAll(replica =>
        {
            for (int bucket = 0; bucket < buckets.Length; bucket++) exchanges[replica.Index].Reduce(bucket);
            exchanges[replica.Index].Complete();
        });

        for (int replica = 0; replica < gpus; replica++) Assert.Equal(0, Wrong(memory[replica], replica, gpus, buckets, count));
        foreach (GradientExchange exchange in exchanges) exchange.Dispose();
        foreach (DeviceBuffer piece in memory) piece.Dispose();
    }

    /// <summary>How many elements are not what they should be.</summary>
    private static int Wrong(DeviceBuffer memory, int replica, int gpus, Bucket[] buckets, int count)
    {
        float[] found = new float[count];
        memory.Read(MemoryMarshal.AsBytes(found.AsSpan()), 0);
        float[] expected = Numbers(replica, count);
        foreach (Bucket bucket in buckets)
            for (long i = bucket.Start; i < bucket.Start + bucket.Count; i++)
                expected[i] = Enumerable.Range(0, gpus).Sum(r => Number(r, (int)i));
        return expected.Zip(found).Count(pair => pair.First != pair.Second);
    }

    private static float[] Numbers(int replica, int count)
    {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = Number(replica, i);
        return numbers;
    }

    /// <summary>Whole numbers, whose sums are exact in every order.</summary>
    private static float Number(int replica, int i) => (i * 7 + replica * 131) % 2003 - 1001;

    private static CrossDeviceOps Ops(string name) => name switch
    {
        "nccl" => new NcclAllReduce(),
        "one-device" => new ReductionToOneDevice(),
        _ => new HierarchicalCopyAllReduce(),
    };
}
