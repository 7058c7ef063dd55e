namespace Mirrored.Keras;

/// <summary>A folder of checkpoints, or one of them, as a kind of file that models are kept in.</summary>
internal sealed class CheckpointFormat() : ModelFormat(".ckpt")
{
    public static CheckpointFormat Instance { get; } = new();

    /// <summary>Whether a path means a folder: it is one, or ends as the name of one.</summary>
    public static bool Takes(string path) => Path.EndsInDirectorySeparator(path) || Directory.Exists(path);

    public override void Save(Sequential model, string path)
    {
        using CheckpointManager manager = new(path);
        manager.Save(model);
    }

    public override void SaveWeights(Sequential model, string path) => Save(model, path);

    public override Sequential Load(string path) => throw new NotSupportedException(
        $"'{path}' is a checkpoint, which holds no layers. Make and compile the model, then call CheckpointManager.Restore, or "
        + "LoadWeights for the weights alone.");

    public override void LoadWeights(Sequential model, string path)
    {
        using IDisposable use = model.UseForCheckpoint();
        LoadedModel loaded = File.Exists(Path.Combine(path, Checksums.FileName)) ? ReadOne(model, path) : ReadNewest(model, path);
        loaded.ApplyWeights(model);
        model.ShareWeights();
    }

    private static LoadedModel ReadOne(Sequential model, string path)
    {
        using OpenCheckpoint open = OpenCheckpoint.Verify(DiskStorage.Instance, path);
        LoadedModel loaded = new(open);
        loaded.RequireWeights(model);
        return loaded;
    }

    private static LoadedModel ReadNewest(Sequential model, string path)
    {
        using CheckpointManager manager = new(path);
        return manager.FindGood(StandardOutput.Errors, loaded => loaded.RequireWeights(model))?.Loaded
            ?? throw new CheckpointException(manager.Directory, "there is no checkpoint.");
    }
}
