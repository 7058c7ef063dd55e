using System.Security.Cryptography;

namespace Mirrored.Keras.Tests;

public sealed class CheckpointManagerTests : CheckpointTestBase
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Restore_OnOtherReplicas_GoesOnWithTheSameBits(int replicas)
    {
        Sequential model = NewModel(replicas: 2);
        for (int i = 0; i < 3; i++) TrainOnBatch(model);
        using CheckpointManager manager = new(Folder);
        string path = manager.Save(model);
        Sequential other = NewModel(replicas);

        CheckpointInfo? info = manager.Restore(other);

        Assert.Equal(new CheckpointInfo(path, 3, null), info);
        Assert.Equal(3, other.Optimizer!.Iterations);
        TrainOnBatch(model);
        TrainOnBatch(other);
        Assert.Equal(model.WeightsSha256(), other.WeightsSha256());
    }

    [Fact]
    public void Restore_NoCheckpoint_IsNullAndMakesNothing()
    {
        using CheckpointManager manager = new(Path.Combine(Folder, "none"));

        Assert.Null(manager.Restore(NewModel(), Output));
        Assert.Null(manager.LatestCheckpoint);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
        Assert.Equal("", Output.ToString());
    }

    [Fact]
    public async Task SaveAsync_ManyTimes_KeepsTheLastInOrder()
    {
        Sequential model = NewModel();
        using CheckpointManager manager = new(Folder, keep: 3);
        List<Task<string>> saves = [];
        for (int i = 0; i < 5; i++)
        {
            TrainOnBatch(model);
            saves.Add(manager.SaveAsync(model));
        }

        string[] paths = await Task.WhenAll(saves);

        Assert.Equal(paths[2..], manager.Checkpoints);
        Assert.Equal(paths[^1], manager.LatestCheckpoint);
        Assert.Equal(5, manager.Restore(NewModel())!.Step);
    }

    [Fact]
    public void Restore_NewestIsDamaged_TakesTheOneBeforeAndSaysSo()
    {
        Sequential model = NewModel();
        using CheckpointManager manager = new(Folder);
        TrainOnBatch(model);
        manager.Save(model);
        TrainOnBatch(model);
        string damaged = manager.Save(model);
        Damage(Path.Combine(damaged, "optimizer.safetensors"));

        Assert.Equal(1, manager.Restore(NewModel(), Output)!.Step);

        Assert.Contains($"{damaged}: optimizer.safetensors is damaged", Output.ToString(), StringComparison.Ordinal);
        // The damaged one does not count among those that are kept.
        manager.Save(model);
        Assert.Equal(2, manager.Checkpoints.Count);
        Assert.DoesNotContain(damaged, manager.Checkpoints);
    }

    [Fact]
    public void Restore_AnotherModel_IsRefusedUntouched()
    {
        using CheckpointManager manager = new(Folder);
        manager.Save(NewModel());
        Sequential other = NewModel(units: 5);
        string before = other.WeightsSha256();

        CheckpointMismatchException refusal = Assert.Throws<CheckpointMismatchException>(() => manager.Restore(other));

        Assert.Equal("layer 0: Dense with output (4,)", refusal.Found);
        Assert.Equal("Dense with output (5,)", refusal.Expected);
        Assert.Equal(before, other.WeightsSha256());
        Assert.Contains(
            "optimizer", Assert.Throws<CheckpointMismatchException>(() => manager.Restore(NewModel(optimizer: new SGD()))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "seed 5", Assert.Throws<CheckpointMismatchException>(() => manager.Restore(NewModel(seed: 6))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_LaterVersion_IsRefusedByName()
    {
        using CheckpointManager manager = new(Folder);
        manager.Save(NewModel());
        string path = manager.Save(NewModel());
        Rewrite(path, json => json.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));

        CheckpointMismatchException refusal = Assert.Throws<CheckpointMismatchException>(() => manager.Restore(NewModel()));

        Assert.Contains("version 2 of the format; expected at most 1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"step\": 0", "\"step\": -1")]
    [InlineData("\"step\": 0", "\"step\": 0, \"step\": 0")]
    [InlineData("\"seed\": 5", "\"seed\": 5, \"run\": \"a program\"")]
    [InlineData("\"layers\": [", "\"layers\": 3, \"more\": [")]
    [InlineData("{", "")]
    public void Restore_ManifestThatMakesNoSense_CountsAsDamaged(string from, string to)
    {
        using CheckpointManager manager = new(Folder);
        manager.Save(NewModel());
        string path = manager.Save(NewModel());
        Rewrite(path, json => json.Replace(from, to, StringComparison.Ordinal));

        Assert.NotEqual(path, manager.Restore(NewModel(), Output)!.Path);
        Assert.Contains(path, Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Save_FolderInUse_IsRefused()
    {
        using CheckpointManager first = new(Folder), second = new(Folder);
        first.Save(NewModel());

        Assert.Throws<CheckpointException>(() => second.Save(NewModel()));
        Assert.Single(first.Checkpoints);
    }

    [Fact]
    public void Constructor_KeepsOne_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointManager(Folder, keep: 1));

    [Fact]
    public void SaveAndLoadWeights_ByFolder_AreOfCheckpoints()
    {
        Sequential model = NewModel(), other = NewModel(optimizer: new SGD(), seed: 9);
        string folder = Path.Combine(Folder, "model.ckpt");
        model.Save(folder);
        TrainOnBatch(model);
        model.SaveWeights(folder);

        other.LoadWeights(folder);
        Assert.Equal(model.WeightsSha256(), other.WeightsSha256());
        other.LoadWeights(Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).First());
        Assert.NotEqual(model.WeightsSha256(), other.WeightsSha256());
        Assert.Throws<NotSupportedException>(() => Sequential.Load(folder));
        Assert.Throws<CheckpointException>(() => other.LoadWeights(Path.Combine(Folder, "nothing/")));
        Assert.Throws<ArgumentException>(() => model.Save(Path.Combine(Folder, "no-ending")));
    }

    /// <summary>Changes the manifest and makes the checksums right again.</summary>
    private static void Rewrite(string path, Func<string, string> change)
    {
        string manifest = Path.Combine(path, "checkpoint.json"), sums = Path.Combine(path, "SHA256SUMS");
        string old = Hash(manifest);
        File.WriteAllText(manifest, change(File.ReadAllText(manifest)));
        File.WriteAllText(sums, File.ReadAllText(sums).Replace(old, Hash(manifest), StringComparison.Ordinal));
    }

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
