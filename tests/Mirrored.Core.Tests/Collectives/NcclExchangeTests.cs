namespace Mirrored.Core.Tests;

/// <summary>Sums by NCCL are right for any number of GPUs, length and alignment, and it is taken where it fits.</summary>
[Collection(nameof(OneAtATime))]
public sealed class NcclExchangeTests
{
    /// <summary>Elements: none, one, around a cache line, a prime, and more than a block of the simulator's.</summary>
    private static readonly IReadOnlyList<long> Counts = ExactSums.Counts(0, 1, 15, 16, 17, 1009, 65_537);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Reduce_AnyLength_GivesNoWrongElement(int gpus)
    {
        using MirroredStrategy strategy = new(Take(gpus));
        foreach (long count in Counts)
            foreach (long start in new long[] { 0, 1 })
                Assert.Equal(0, ExactSums.CountWrong(strategy, new NcclAllReduce(), count, start));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Reduce_SixtyFourMebibytes_GivesNoWrongElement(int gpus)
    {
        using MirroredStrategy strategy = new(Take(gpus));
        Assert.Equal(0, ExactSums.CountWrong(strategy, new NcclAllReduce(), (64L << 20) / sizeof(float), start: 1, rounds: 1));
    }

    [Fact]
    public void CrossDeviceOps_OfSeveralGpus_IsNccl()
    {
        using MirroredStrategy strategy = new(Take(2));
        Assert.IsType<NcclAllReduce>(strategy.CrossDeviceOps);
        Assert.Empty(strategy.Notices);
    }

    [Fact]
    public void CrossDeviceOps_WhereNcclDoesNotFit_IsCopies()
    {
        using (MirroredStrategy one = new(Take(1))) Assert.IsType<HierarchicalCopyAllReduce>(one.CrossDeviceOps);
        using (MirroredStrategy cpus = new(Devices.Cpus(2))) Assert.IsType<HierarchicalCopyAllReduce>(cpus.CrossDeviceOps);
        using MirroredStrategy deterministic = new(Take(2), new StrategyOptions { Deterministic = true });
        Assert.IsType<HierarchicalCopyAllReduce>(deterministic.CrossDeviceOps);
    }

    [Fact]
    public void Constructor_NcclWhereItDoesNotFit_IsRefused()
    {
        ArgumentException cpus = Assert.Throws<ArgumentException>(
            () => new MirroredStrategy(Devices.Cpus(2), new StrategyOptions { CrossDeviceOps = new NcclAllReduce() }));
        Assert.Contains("NcclAllReduce joins GPUs, and CPU:0 is none", cpus.Message, StringComparison.Ordinal);
        ArgumentException deterministic = Assert.Throws<ArgumentException>(() => new MirroredStrategy(
            Take(2), new StrategyOptions { Deterministic = true, CrossDeviceOps = new NcclAllReduce() }));
        Assert.Contains("cannot be deterministic", deterministic.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<DeviceId> Take(int count)
    {
        GpuGroup.SkipWithoutNccl(count);
        return [.. Devices.ListLogical(DeviceKind.Gpu).Take(count)];
    }
}
