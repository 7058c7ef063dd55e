namespace Mirrored.Core.Tests;

/// <summary>Sums by copies are right on CPUs and GPUs, for any number of replicas, length and grouping.</summary>
public sealed class CopyExchangeTests
{
    /// <summary>Elements: none, one, around a cache line, and a prime.</summary>
    private static readonly IReadOnlyList<long> Counts = ExactSums.Counts(0, 1, 15, 16, 17, 1009);

    public static TheoryData<string, int, string> Cases => new(
        from kind in new[] { "CPU", "GPU" }
        from replicas in Enumerable.Range(1, 8)
        from ops in new[] { "hierarchical", "groups", "one-device" }
        select (kind, replicas, ops));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reduce_AnyLength_GivesNoWrongElement(string kind, int replicas, string ops)
    {
        using MirroredStrategy strategy = new(Take(kind, replicas));
        foreach (long count in Counts)
            foreach (long start in new long[] { 0, 1 })
                Assert.Equal(0, ExactSums.CountWrong(strategy, Ops(ops, replicas), count, start));
    }

    [Theory]
    [InlineData("CPU", "hierarchical")]
    [InlineData("GPU", "hierarchical")]
    [InlineData("GPU", "groups")]
    [InlineData("GPU", "one-device")]
    public void Reduce_SixtyFourMebibytes_GivesNoWrongElement(string kind, string ops)
    {
        using MirroredStrategy strategy = new(Take(kind, 3));

        Assert.Equal(0, ExactSums.CountWrong(strategy, Ops(ops, 3), 64L << 20 >> 2, rounds: 1));
    }

    [Fact]
    public void Find_IslandsOfDevices_GroupsWhoReachEachOther()
    {
        Assert.Equal([[0, 1, 2, 3]], DeviceGroups.Find(4, (_, _) => true));
        Assert.Equal([[0], [1], [2]], DeviceGroups.Find(3, (_, _) => false));
        Assert.Equal([[0, 2, 4], [1, 3]], DeviceGroups.Find(5, (one, other) => one % 2 == other % 2));
    }

    [Fact]
    public void Constructor_ReductionToADeviceOfNobody_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new MirroredStrategy(
            Devices.Cpus(2), new StrategyOptions { CrossDeviceOps = new ReductionToOneDevice("CPU:2") }));

        Assert.Contains("ReductionToOneDevice(CPU:2)", error.Message, StringComparison.Ordinal);
        Assert.Contains("CPU:0, CPU:1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reduce_ToTheLastDevice_GivesNoWrongElement()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(3));

        Assert.Equal(0, ExactSums.CountWrong(strategy, new ReductionToOneDevice("CPU:2"), 1009));
    }

    private static IReadOnlyList<DeviceId> Take(string kind, int count)
    {
        if (kind == "CPU") return Devices.Cpus(count);
        SimulatorAtHand.SkipWithoutGpu();
        IReadOnlyList<DeviceId> all = Devices.ListLogical(DeviceKind.Gpu);
        Assert.SkipWhen(all.Count < count, $"Needs {count} GPUs; there are {all.Count}.");
        return [.. all.Take(count)];
    }

    private static CrossDeviceOps Ops(string name, int replicas) => name switch
    {
        "one-device" => new ReductionToOneDevice(),
        // The first group is larger where the number is odd.
        "groups" => new HierarchicalCopyAllReduce
        {
            Groups = [[.. Enumerable.Range(0, (replicas + 1) / 2)], .. Rest(replicas)],
        },
        _ => new HierarchicalCopyAllReduce(),
    };

    private static IEnumerable<int[]> Rest(int replicas) =>
        replicas == 1 ? [] : [[.. Enumerable.Range((replicas + 1) / 2, replicas / 2)]];
}
