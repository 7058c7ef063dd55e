namespace Mirrored.Core.Tests;

/// <summary>Work of one's own on every replica, and one value of those of all.</summary>
public sealed class RunTests
{
    [Fact]
    public void Run_WithoutData_RunsOnEachReplicasThread()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(3));

        PerReplica<string> names = strategy.Run(replica =>
        {
            Assert.Same(replica, ReplicaContext.Current);
            Assert.Equal(3, replica.NumReplicasInSync);
            return Thread.CurrentThread.Name + replica.Device;
        });

        Assert.Equal(["Mirrored CPU:0CPU:0", "Mirrored CPU:1CPU:1", "Mirrored CPU:2CPU:2"], names);
        Assert.Equal("CPU:0: 0, CPU:1: 2, CPU:2: 4", strategy.Run(replica => 2 * replica.ReplicaId).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => names[3]);
    }

    [Fact]
    public void Reduce_OfNumbers_AddsAndAverages()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(4));
        PerReplica<double> numbers = strategy.Run(replica => replica.ReplicaId + 0.5);
        PerReplica<int> counts = strategy.Run(replica => replica.ReplicaId);

        Assert.Equal(8, strategy.Reduce(ReduceOp.Sum, numbers));
        Assert.Equal(2, strategy.Reduce(ReduceOp.Mean, numbers));
        Assert.Equal(6, strategy.Reduce(ReduceOp.Sum, counts));
        Assert.Equal(1.5f, strategy.Reduce(ReduceOp.Mean, strategy.Run(replica => (float)replica.ReplicaId)));
        Assert.Throws<ArgumentException>(() => strategy.Reduce(ReduceOp.Mean, counts));
        Assert.Throws<OverflowException>(() => strategy.Reduce(ReduceOp.Sum, strategy.Run(_ => int.MaxValue)));
        Assert.Throws<ArgumentOutOfRangeException>(() => strategy.Reduce((ReduceOp)7, numbers));
    }

    [Fact]
    public void Reduce_OfFloats_AddsInFloat64()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(3));

        // In float32 the ones would be lost beside 2^25, one after the other.
        float sum = strategy.Reduce(ReduceOp.Sum, strategy.Run(replica => replica.ReplicaId == 0 ? 33_554_432f : 2f));

        Assert.Equal(33_554_436f, sum);
    }

    [Fact]
    public void Reduce_OfArrays_GoesOverReplicasOrAlongAnAxisToo()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(3));
        PerReplica<NDArray<float>> same = strategy.Run(r => new NDArray<float>([r.ReplicaId, 1, 2, 3], [2, 2]));
        // Of 3, 1 and 0 rows.
        int[] rows = [3, 1, 0];
        PerReplica<NDArray<float>> uneven = strategy.Run(r => new NDArray<float>(
            [.. Enumerable.Range(0, 2 * rows[r.ReplicaId]).Select(i => i + (100f * r.ReplicaId))], [rows[r.ReplicaId], 2]));

        Assert.Equal([3, 3, 6, 9], strategy.Reduce(ReduceOp.Sum, same).ToArray());
        Assert.Equal([1, 1, 2, 3], strategy.Reduce(ReduceOp.Mean, same).ToArray());
        Assert.Equal([0 + 2 + 4 + 100, 1 + 3 + 5 + 101], strategy.Reduce(ReduceOp.Sum, uneven, axis: 0).ToArray());
        Assert.Equal([106 / 4f, 110 / 4f], strategy.Reduce(ReduceOp.Mean, uneven, axis: 0).ToArray());
        Assert.Equal([6, 15], strategy.Reduce(ReduceOp.Sum, same, axis: 1).ToArray());
        Assert.Contains("axis", Assert.Throws<ArgumentException>(() => strategy.Reduce(ReduceOp.Sum, uneven)).Message);
        Assert.Throws<ArgumentException>(() => strategy.Reduce(ReduceOp.Sum, uneven, axis: 1));
        Assert.Throws<ArgumentException>(() => strategy.Reduce(ReduceOp.Sum, same, axis: 2));
    }

    [Fact]
    public void Gather_OfArrays_PutsThemInReplicaOrder()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(3));
        PerReplica<NDArray<int>> rows = strategy.Run(
            r => new NDArray<int>([.. Enumerable.Repeat(r.ReplicaId, 2 * r.ReplicaId)], [r.ReplicaId, 2]));

        Assert.Equal([1, 1, 2, 2, 2, 2], strategy.Gather(rows).ToArray());
        Assert.Equal([0, 1, 2, 0, 1, 2], strategy.Gather(strategy.Run(
            r => new NDArray<int>([r.ReplicaId, r.ReplicaId], [2, 1])), axis: -1).ToArray());
        Assert.Throws<ArgumentException>(() => strategy.Gather(strategy.Run(_ => new NDArray<int>([1], new Shape()))));
        Assert.Throws<ArgumentException>(() => strategy.Gather(rows, axis: 1));
        Assert.Throws<ArgumentException>(() => strategy.Gather(strategy.Run(NDArray<int>? (_) => null)!));
    }

    [Fact]
    public void AllReduce_InAStep_GivesAllTheSame()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(3));

        PerReplica<(double Sum, double Mean, float First)> found = strategy.Run(replica =>
        {
            double sum = 0;
            for (int round = 0; round < 200; round++) sum += replica.AllReduce(ReduceOp.Sum, round * replica.ReplicaId);
            NDArray<float> array = replica.AllReduce(ReduceOp.Mean, new float[] { replica.ReplicaId, 1 });
            return (sum, replica.AllReduce(ReduceOp.Mean, replica.ReplicaId), array[0]);
        });

        Assert.All(found, f => Assert.Equal((3 * 199 * 100, 1, 1), f));
    }

    [Fact]
    public void AllReduce_OfOneReplicaLess_FailsAtOnce()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));

        ReplicaFailedException error = Assert.Throws<ReplicaFailedException>(
            () => strategy.Run(replica => replica.ReplicaId == 0 ? replica.AllReduce(ReduceOp.Sum, 1) : 0));

        Assert.Contains("CPU:1 has returned", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Context_UsedElsewhere_Throws()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        ReplicaContext? kept = null;
        strategy.Run(replica => kept = replica);

        Assert.Throws<InvalidOperationException>(() => kept!.AllReduce(ReduceOp.Sum, 1));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(3, true)]
    [InlineData(8, true)]
    public void Split_OfAnyBatch_IsTheBatchInOrder(int replicas, bool deterministic)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), new StrategyOptions { Deterministic = deterministic });
        for (int rows = 1; rows < 40; rows++)
        {
            NDArray<float> x = new([.. Enumerable.Range(0, rows).Select(i => (float)i)], [rows, 1]);

            IReadOnlyList<Shard> shards = strategy.Distribute(new Batch(x)).Split();

            Assert.Equal(replicas, shards.Count);
            Assert.Equal(x.ToArray(), shards.SelectMany(s => s.X.ToArray()));
            Assert.All(shards, s => Assert.Equal(s.Count == 0 ? s.FirstRow : (int)s.X[0, 0], s.FirstRow));
            Assert.All(shards, s => Assert.Equal(rows, s.GlobalCount));
            if (!deterministic) Assert.InRange(shards.Max(s => s.Count) - shards.Min(s => s.Count), 0, 1);
        }
    }

    [Fact]
    public void Distribute_EachEnumeration_IsTheNextEpochOfTheDataset()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2), new StrategyOptions { Seed = 5 });
        NDArray<float> x = new([.. Enumerable.Range(0, 20).Select(i => (float)i)], [20, 1]);
        DistributedDataset data = strategy.Distribute(Dataset.FromTensorSlices(x).Shuffle(20).Batch(8).Prefetch(2));

        float[][] epochs = [.. Enumerable.Range(0, 2).Select(_ => data.SelectMany(b => b.Rows.X.ToArray()).ToArray())];

        Assert.Equal(3, data.Cardinality);
        Assert.Equal([8, 8, 4], data.Select(b => b.GlobalCount));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.All(epochs, epoch => Assert.Equal(x.ToArray(), epoch.Order()));
    }

    [Fact]
    public void Distribute_OfAnEnumerationLeftEarly_EndsItsThread()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        int made = 0;
        DistributedDataset data = strategy.Distribute(
            Dataset.Range(1_000_000).Map(i => new Batch(new NDArray<float>([Interlocked.Increment(ref made), 1], [1, 2]))));

        Assert.Equal(3, data.Take(3).Count());
        int left = Volatile.Read(ref made);

        Assert.InRange(left, 3, 10);
        Assert.Equal(left, Volatile.Read(ref made)); // The enumerator was disposed, and its thread with it.
    }
}
