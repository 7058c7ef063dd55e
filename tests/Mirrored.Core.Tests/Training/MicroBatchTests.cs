namespace Mirrored.Core.Tests;

/// <summary>A batch that is computed in parts gives the result of the whole.</summary>
public sealed class MicroBatchTests
{
    /// <summary>Ten steps of rate 0.001 move a weight by at most 0.01; the order of additions changes the last bits of each
    /// gradient, of which Adam divides the scale out.</summary>
    private const double WeightTolerance = 2e-5;

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 4)]
    [InlineData(2, 50)]
    public void Run_MicroBatches_TrainsAsTheWholeBatch(int replicas, int parts)
    {
        float[] expected = Train(Devices.Cpus(replicas), microBatches: 1, deterministic: false);
        float[] found = Train(Devices.Cpus(replicas), parts, deterministic: false);

        Assert.InRange(expected.Zip(found, (e, f) => Math.Abs(e - f)).Max(), 0, WeightTolerance);
    }

    [Fact]
    public void Run_WrongNumberOfRows_WouldBeSeen() =>
        Assert.True(Train(Devices.Cpus(1), 1, false).Zip(Train(Devices.Cpus(1), 1, false, lessRows: 1), (e, f) => Math.Abs(e - f)).Max()
            > WeightTolerance);

    [Fact]
    public void Run_Deterministic_GivesTheSameBitsOnAnyNumberOfReplicas()
    {
        float[] expected = Train(Devices.Cpus(1), microBatches: 3, deterministic: true);

        foreach (int replicas in new[] { 2, 3, 8 })
            Assert.Equal(expected, Train(Devices.Cpus(replicas), microBatches: 3, deterministic: true));
    }

    [Fact]
    public void Run_MicroBatches_TakeLessWorkingMemory()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        MlpProgram program = new(20, 64);

        long Bytes(int microBatches)
        {
            using StepEngine engine = program.Engine(strategy, options: new EngineOptions { MicroBatches = microBatches });
            using ResidentData data = program.Data(engine, 400);
            engine.Run(StepMode.Train, data, [.. Enumerable.Range(0, 400)]);
            engine.Synchronize();
            return engine.Replicas[0].ArenaBytes;
        }

        Assert.InRange(Bytes(4), 1, Bytes(1) / 3);
    }

    private static float[] Train(IReadOnlyList<DeviceId> devices, int microBatches, bool deterministic, int lessRows = 0)
    {
        using MirroredStrategy strategy = new(
            devices, new StrategyOptions { Deterministic = deterministic, MicroBatches = microBatches });
        MlpProgram program = new(20, 33);
        using StepEngine engine = program.Engine(strategy);
        using ResidentData data = program.Data(engine, 64);
        foreach (int rows in new[] { 64, 63, 37, 5, 1, 64, 64, 31, 64, 64 })
            engine.Run(StepMode.Train, data, [.. Enumerable.Range(0, Math.Max(1, rows - lessRows))]);
        return program.Weights(engine, devices.Count - 1);
    }
}
