namespace Mirrored.Core.Tests;

/// <summary>Replicas that no longer hold the same bits are found.</summary>
public sealed class ReplicaCheckTests
{
    [Fact]
    public void Run_OneBitFlippedInOneReplica_EndsAtTheNextCheckAndSaysWhere()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(3), new StrategyOptions { CheckReplicasEvery = 4 });
        MlpProgram program = new(20, 33);
        using StepEngine engine = program.Engine(strategy);
        using ResidentData data = program.Data(engine, 12);
        for (int step = 0; step < 5; step++) engine.Run(StepMode.Train, data, [0, 1, 2, 3, 4]);
        float[] kernel = engine.ReadWeight(program.Parameters[2], replica: 2).ToArray();
        kernel[^1] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(kernel[^1]) ^ (1 << 20));
        engine.Replicas[2].Store.Write(program.Parameters[2], kernel);

        engine.Run(StepMode.Train, data, [0, 1, 2, 3, 4]);
        engine.Run(StepMode.Train, data, [0, 1, 2, 3, 4]);
        ReplicaMismatchException error =
            Assert.Throws<ReplicaMismatchException>(() => engine.Run(StepMode.Train, data, [0, 1, 2, 3, 4]));

        Assert.Equal(new DeviceId(DeviceKind.Cpu, 2), error.Device);
        Assert.Equal("b/kernel", error.Weight);
        Assert.Contains("after step 8", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => engine.Run(StepMode.Train, data, [0]));
        engine.ResetOptimizer();
        engine.CompareReplicas("now");
    }

    [Fact]
    public void Check_WeightsOfOtherNamesOrShapes_NamesTheFirstDifference()
    {
        (DeviceId, WeightDigest[]) Replica(int index, params WeightDigest[] weights) => (new DeviceId(DeviceKind.Gpu, index), weights);
        WeightDigest kernel = new("kernel", [2, 3], 7), bias = new("bias", 3, 9);

        ReplicaAgreement.Check([Replica(0, kernel, bias), Replica(1, kernel, bias)], "now");
        AssertDifference("GPU:1 has the weight other in the place of kernel", "kernel", Replica(1, kernel with { Name = "other" }, bias));
        AssertDifference("GPU:1 holds bias with the shape (4,) instead of (3,)", "bias", Replica(1, kernel, bias with { Shape = 4 }));
        AssertDifference("GPU:1 holds other numbers in bias", "bias", Replica(1, kernel, bias with { Checksum = 8 }));
        AssertDifference("GPU:1 lacks the weight bias", "bias", Replica(1, kernel));
        AssertDifference("GPU:1 has a weight more, bias", "bias", Replica(1, kernel, bias, bias));

        void AssertDifference(string expected, string weight, (DeviceId, WeightDigest[]) other)
        {
            ReplicaMismatchException error =
                Assert.Throws<ReplicaMismatchException>(() => ReplicaAgreement.Check([Replica(0, kernel, bias), other], "now"));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.Equal(weight, error.Weight);
        }
    }
}
