namespace Mirrored.Keras.Tests;

/// <summary>A step that breaks off on one replica ends on all, names it, and leaves the model as it was.</summary>
public sealed class LoopFailureTests
{
    public static TheoryData<string, int> Failures => new(
        from at in new[] { "begin", "forward", "loss", "backward", "reduce", "update" } from replica in new[] { 0, 2 } select (at, replica));

    [Theory]
    [MemberData(nameof(Failures))]
    public void Throw_OnOneReplica_LeavesWeightsMasksAndCountsAsTheyWere(string at, int replica)
    {
        string Train(bool fails)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(3), Loops.Deterministic());
            using Sequential model = Loops.Make(strategy, "dropout");
            foreach (DistributedBatch batch in strategy.Distribute(Loops.Data(20)))
            {
                if (fails) AssertFails(strategy, model, batch, at, replica);
                else if (at == "update") Loops.Step(strategy, model, batch);
                if (at != "update") Loops.Step(strategy, model, batch);
            }

            Assert.Equal(4, model.Optimizer!.Iterations);
            return model.WeightsSha256();
        }

        Assert.Equal(Train(fails: false), Train(fails: true));
    }

    [Theory]
    [InlineData("forward")]
    [InlineData("update")]
    public void Return_OfOneReplicaTooEarly_FailsAtOnceAndSaysWho(string at)
    {
        // Were it to wait for the limit, ten minutes, the test would not end.
        using MirroredStrategy strategy = new(Devices.Cpus(3), Loops.Deterministic());
        using Sequential model = Loops.Make(strategy, "normalization");

        ReplicaFailedException error = Assert.Throws<ReplicaFailedException>(() => strategy.Run(Batch(strategy), (replica, shard) =>
        {
            bool early = replica.ReplicaId == 1;
            if (early && at == "forward") return;
            model.Backward(model.Loss!.Compute(shard.Y, model.Forward(shard.X, training: true), 20).Gradient);
            if (!early) model.ApplyGradients();
        }));

        Assert.IsType<InvalidOperationException>(error.InnerException);
        Assert.Contains("CPU:1 has returned from its step without it", error.Message, StringComparison.Ordinal);
        Loops.Step(strategy, model, Batch(strategy));
    }

    [Fact]
    public void Replicas_AtDifferentThings_FailAtOnceAndSayWhich()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2), Loops.Deterministic());
        using Sequential first = Loops.Make(strategy, "logits"), second = Loops.Make(strategy, "dropout");

        ReplicaFailedException error = Assert.Throws<ReplicaFailedException>(() => strategy.Run(Batch(strategy), (replica, shard) =>
        {
            Sequential model = replica.ReplicaId == 0 ? first : second;
            model.Backward(model.Loss!.Compute(shard.Y, model.Forward(shard.X, training: true), 20).Gradient);
            model.ApplyGradients();
        }));

        Assert.Contains($"ApplyGradients of '{first.Name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains($"ApplyGradients of '{second.Name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_LongerThanTheLimit_EndsByIt()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2), new StrategyOptions { Timeout = TimeSpan.FromMilliseconds(200) });
        using ManualResetEventSlim gate = new();

        TimeoutException error = Assert.Throws<TimeoutException>(() => strategy.Run(replica =>
        {
            if (replica.ReplicaId == 1) gate.Wait(TimeSpan.FromMinutes(1));
        }));
        gate.Set();

        Assert.Contains("CPU:1", error.Message, StringComparison.Ordinal);
        Assert.Equal(3.0, strategy.Reduce(ReduceOp.Sum, strategy.Run(replica => replica.ReplicaId + 1.0)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Gradients_NotFinite_ChangeNothingAndTrainingGoesOn(int replicas)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), Loops.Deterministic());
        using Sequential model = Loops.Make(strategy, "dropout");
        string before = model.WeightsSha256();

        NonFiniteGradientException error = Assert.Throws<NonFiniteGradientException>(() => strategy.Run(Batch(strategy), (_, shard) =>
        {
            model.Backward(model.Loss!.Compute(shard.Y, model.Forward(shard.X, training: true), 20).Gradient);
            model.SetGradients([.. model.GetGradients().Select(g => new NDArray<float>([.. g.ToArray().Select(_ => float.NaN)], g.Shape))]);
            model.ApplyGradients();
        }));

        Assert.Equal(1, error.Step);
        Assert.Equal(before, model.WeightsSha256());
        Assert.True(double.IsFinite(Loops.Step(strategy, model, Batch(strategy))));
        Assert.NotEqual(before, model.WeightsSha256());
    }

    private static DistributedBatch Batch(MirroredStrategy strategy) => strategy.Distribute(Loops.Data(20)).First();

    private static void AssertFails(MirroredStrategy strategy, Sequential model, DistributedBatch batch, string at, int broken)
    {
        ReplicaFailedException error = Assert.Throws<ReplicaFailedException>(() => strategy.Run(batch, (replica, shard) =>
        {
            void Pass(string place)
            {
                if (place == at && replica.ReplicaId == broken) throw new InvalidDataException("What the program's own code says.");
            }

            Pass("begin");
            Predictions p = model.Forward(shard.X, training: true);
            Pass("forward");
            LossValue loss = model.Loss!.Compute(shard.Y, p, batch.GlobalCount);
            Pass("loss");
            model.Backward(loss.Gradient);
            Pass("backward");
            model.ReduceGradients();
            Pass("reduce");
            model.ApplyGradients();
            Pass("update");
            replica.AllReduce(ReduceOp.Sum, 1.0);
        }));
        Assert.Equal(Devices.Cpus(3)[broken], error.Device);
        Assert.IsType<InvalidDataException>(error.InnerException);
        Assert.Contains("What the program's own code says.", error.Message, StringComparison.Ordinal);
    }
}
