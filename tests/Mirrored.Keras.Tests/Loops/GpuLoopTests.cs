namespace Mirrored.Keras.Tests;

/// <summary>Custom loops on GPUs, simulated ones or real.</summary>
[Collection(nameof(OneAtATime))]
public sealed class GpuLoopTests
{
    public GpuLoopTests() => SimulatorAtHand.SkipWithoutGpu();

    public static TheoryData<string, int> Runs => new(
        from model in Loops.Models.Keys from gpus in new[] { 1, 2, 4 } where gpus == 2 || model == "dropout" select (model, gpus));

    [Theory]
    [MemberData(nameof(Runs))]
    public void Deterministic_OnGpus_GivesTheBitsOfFitOnTheCpu(string model, int gpus)
    {
        IReadOnlyList<DeviceId> devices = MultiGpuTests.Gpus(gpus);

        Loops.Fit(Devices.Cpus(1), model, Loops.Deterministic(), 20).AssertEqual(Loops.Loop(devices, model, Loops.Deterministic(), 20));
    }

    [Fact]
    public void Default_OverNccl_GivesTheBitsOfFit()
    {
        StrategyOptions options = new() { Seed = 7, Precision = Precision.Float32 };
        IReadOnlyList<DeviceId> devices = MultiGpuTests.Gpus(2);

        Loops.Fit(devices, "dropout", options, 20).AssertEqual(Loops.Loop(devices, "dropout", options, 20));
    }

    [Fact]
    public void Accumulation_OnGpus_GivesTheCpusBits()
    {
        string Train(IReadOnlyList<DeviceId> devices)
        {
            using MirroredStrategy strategy = new(devices, Loops.Deterministic());
            using Sequential model = Loops.Make(strategy, "dropout");
            for (int epoch = 0; epoch < 2; epoch++)
            {
                foreach ((int number, DistributedBatch batch) in strategy.Distribute(Loops.Data(7)).Index())
                {
                    strategy.Run(batch, (_, shard) =>
                    {
                        Predictions p = model.Forward(shard.X, training: true);
                        LossValue loss = model.Loss!.Compute(shard.Y, p, 3 * batch.GlobalCount);
                        model.Backward(loss.Gradient);
                        if (number % 3 != 2) return;
                        model.ReduceGradients();
                        model.SetGradients([.. model.GetGradients()]);
                        model.ApplyGradients();
                    });
                }
            }

            return model.WeightsSha256();
        }

        Assert.Equal(Train(Devices.Cpus(1)), Train(MultiGpuTests.Gpus(2)));
    }

    [Fact]
    public void Failures_InALoop_LeaveNothingBehind()
    {
        Simulator.Require();
        Simulator.Reset();
        (long live, long leaked) = (HandleLedger.Process.Live, HandleLedger.Process.Leaked);
        long current = Devices.GetMemoryInfo("GPU:0").Current;
        string inDriver = Simulator.Statistics().GetProperty("live").GetRawText();

        for (int time = 0; time < 3; time++)
        {
            using MirroredStrategy strategy = new(MultiGpuTests.Gpus(2), Loops.Deterministic());
            using Sequential model = Loops.Make(strategy, "normalization");
            DistributedBatch batch = strategy.Distribute(Loops.Data(20)).First();
            Assert.Throws<ReplicaFailedException>(() => strategy.Run(batch, (replica, shard) =>
            {
                Predictions p = model.Forward(shard.X, training: true);
                if (replica.ReplicaId == 1) throw new InvalidDataException();
                model.Backward(model.Loss!.Compute(shard.Y, p, 20).Gradient);
            }));
            Loops.Step(strategy, model, batch);
        }

        Assert.Equal(live, HandleLedger.Process.Live);
        Assert.Equal(leaked, HandleLedger.Process.Leaked);
        Assert.Equal(current, Devices.GetMemoryInfo("GPU:0").Current);
        Assert.Equal(inDriver, Simulator.Statistics().GetProperty("live").GetRawText());
    }

    [Fact]
    public void Allocation_FailsOnceInALoop_IsATypedErrorAndTheRestStillWorks()
    {
        Simulator.Require();
        int failures = 0;
        for (int site = 1; ; site++)
        {
            Simulator.Reset();
            (long live, long leaked) = (HandleLedger.Process.Live, HandleLedger.Process.Leaked);
            Exception? error;
            using (MirroredStrategy strategy = new(Devices.Gpus(0), Loops.Deterministic()))
            {
                using Sequential model = Loops.Make(strategy, "dropout");
                _ = model.GetWeights(); // What Fit needs as well is other tests' business.
                Simulator.Plant($"alloc:n={site}");
                error = Record.Exception(() => Loops.Step(strategy, model, strategy.Distribute(Loops.Data(20)).First()));
                Simulator.Plant("");
                if (error is not null) Loops.Step(strategy, model, strategy.Distribute(Loops.Data(20)).First());
            }

            Assert.Equal(live, HandleLedger.Process.Live);
            Assert.Equal(leaked, HandleLedger.Process.Leaked);
            if (error is null) break;
            failures++;
            Assert.True(error.InnerException is InsufficientMemoryException or CudaException, $"allocation {site}: {error}");
        }

        Assert.InRange(failures, 3, 60);
    }
}
