namespace Mirrored.Keras.Tests;

/// <summary>One of several GPUs fails: all stop, one exception says where, and training goes on where that is possible.</summary>
[Collection(nameof(OneAtATime))]
public sealed class MultiGpuFaultTests
{
    private const int Rows = 64, Features = 16;

    private static readonly int[] Batch = [.. Enumerable.Range(0, Rows)];

    public MultiGpuFaultTests() => Simulator.Require();

    [Theory]
    [InlineData("hierarchical")]
    [InlineData("one-device")]
    public void Run_ALaunchFailsOnce_StopsAllAndTrainsOnAsIfItHadNotBeen(string ops)
    {
        StrategyOptions options = new() { Seed = 7, CrossDeviceOps = MultiGpuTests.Ops(ops) };
        string Train(bool fails)
        {
            using MirroredStrategy strategy = new(MultiGpuTests.Gpus(3), options);
            using Sequential model = TestData.Mlp(strategy, Features, hidden: 8);
            (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
            StepEngine engine = model.Engine();
            using ResidentData data = engine.Load(x.Source, y.Source);
            for (int step = 0; step < 5; step++) engine.Run(StepMode.Train, data, Batch);
            engine.Synchronize();
            if (fails) Fail(engine, data);
            for (int step = 0; step < 5; step++) engine.Run(StepMode.Train, data, Batch);
            engine.CompareReplicas("at the end");
            Assert.Equal(10, engine.Iterations);
            return model.WeightsSha256();
        }

        Simulator.Reset();
        Assert.Equal(Train(fails: false), Train(fails: true));
    }

    /// <summary>A launch on one GPU fails, with more steps queued behind it.</summary>
    private static void Fail(StepEngine engine, ResidentData data)
    {
        Simulator.Plant("launch:kernel=mirrored_reduce_leaves,n=1");
        ReplicaFailedException failure = Assert.Throws<ReplicaFailedException>(() =>
        {
            for (int step = 0; step < 4; step++) engine.Run(StepMode.Train, data, Batch);
            engine.Synchronize();
        });
        Simulator.Plant("");
        Assert.Equal(6, failure.Step);
        Assert.IsType<CudaException>(failure.InnerException);
        Assert.Equal(5, engine.Iterations);
    }
}
