namespace Mirrored.Keras.Tests;

/// <summary>Checkpoints that earlier versions wrote are read for ever.</summary>
public sealed class GoldenCheckpointTests
{
    [Fact]
    public void Restore_Version1_IsWhatWasSaved()
    {
        using TemporaryFolder folder = new();
        string golden = Path.Combine(AppContext.BaseDirectory, "golden", "checkpoint-1", "ckpt-00000001");
        string copy = Directory.CreateDirectory(folder["ckpt-00000001"]).FullName;
        foreach (string file in Directory.EnumerateFiles(golden)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        using MirroredStrategy strategy = new(Devices.Cpus(3), new StrategyOptions { Deterministic = true, Seed = 42 });
        using IDisposable scope = strategy.Scope();
        Sequential model = new([new Dense(2, "relu", inputShape: 784), new Dropout(0.2), new Dense(10, "softmax")]);
        model.Compile(new Adam(), "sparse_categorical_crossentropy", ["accuracy"]);
        using CheckpointManager manager = new(folder.Path);

        CheckpointInfo? info = manager.Restore(model);

        Assert.Equal(new CheckpointInfo(copy, 6, 1), info);
        Assert.Equal(6, model.Optimizer!.Iterations);
        // The hash of the data in weights.safetensors, by sha256sum.
        Assert.Equal("96424238b40445427659e72ab211fe3029733d42c7658ad7686b8ed588166cf3", model.WeightsSha256());
    }
}
