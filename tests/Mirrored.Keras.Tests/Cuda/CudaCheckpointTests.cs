namespace Mirrored.Keras.Tests;

/// <summary>Checkpoints of models on GPUs.</summary>
[Collection(nameof(OneAtATime))]
public sealed class CudaCheckpointTests : CheckpointTestBase
{
    public CudaCheckpointTests()
    {
        Simulator.Require();
        Simulator.Reset();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fit_InterruptedOnGpus_GoesOnOnCpusWithTheSameBits(int gpus)
    {
        Sequential undisturbed = NewModel();
        History expected = Fit(undisturbed, 3);
        BackupAndRestore Backup() => new(Path.Combine(Folder, "c"), saveFreq: 100, deleteCheckpoint: false);
        FitUntil(NewModel(devices: MultiGpuTests.Gpus(gpus)), 7, Backup());
        Sequential resumed = NewModel(replicas: 3);

        History history = Fit(resumed, 3, Backup());

        Assert.Equal(undisturbed.WeightsSha256(), resumed.WeightsSha256());
        Assert.Equal(expected["loss"], history["loss"]);
    }

    [Fact]
    public void Save_NoDeviceMemoryForACopy_CopiesToTheHost()
    {
        Sequential model = NewModel(devices: Devices.Gpus(0)), restored = NewModel();
        TrainOnBatch(model);
        using CheckpointManager manager = new(Folder);
        Simulator.Plant("alloc:n=0");
        try
        {
            Assert.Throws<InsufficientMemoryException>(() => model.Strategy.Group.Replicas[0].Device.Allocate(1 << 20, "the control"));
            manager.Save(model);
        }
        finally
        {
            Simulator.Plant("");
        }

        manager.Restore(restored);

        Assert.Equal(model.WeightsSha256(), restored.WeightsSha256());
    }
}
