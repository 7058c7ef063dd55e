namespace Mirrored.Keras;

/// <summary>A model between two steps, on its way into a checkpoint: the arrays come from the devices, later and on another
/// thread.</summary>
internal sealed class SavedModel : IDisposable
{
    public const string WeightsFile = "weights.safetensors";
    public const string OptimizerFile = "optimizer.safetensors";
    public const string CallbacksFile = "callbacks.safetensors";

    private readonly Sequential _model;
    private readonly StepEngine _engine;
    private readonly EngineSnapshot _snapshot;
    private readonly IReadOnlyList<ManifestLayer> _layers;
    private readonly SafetensorsTensor[] _weights;
    private readonly SafetensorsTensor[] _slots;

    /// <summary>Takes memory for copies of a model that is built.</summary>
    public SavedModel(Sequential model)
    {
        _model = model;
        _engine = model.Engine();
        _layers = ManifestLayer.Of(model);
        IReadOnlyList<string> names = WeightNames.Of(model);
        IReadOnlyList<Parameter> parameters = _engine.Layout.Parameters, trained = _engine.Layout.Trained;
        Dictionary<Parameter, string> nameOf = parameters.Zip(names).ToDictionary(pair => pair.First, pair => pair.Second);
        _snapshot = _engine.Snapshot();
        _weights = [.. parameters.Zip(_snapshot.Weights, (p, values) => new SafetensorsTensor(nameOf[p], p.Shape, values))];
        _slots =
        [
            .. _engine.SlotNames.Zip(_snapshot.Slots).SelectMany(slot => trained.Zip(slot.Second, (p, values) =>
                new SafetensorsTensor($"{slot.First}/{nameOf[p]}", p.Shape, values))),
        ];
    }

    /// <summary>Notes what the model is now and queues the copies; on the thread that trains.</summary>
    /// <param name="fit">How far a <c>Fit</c> is; null for none.</param>
    public CheckpointManifest Take(ManifestFit? fit)
    {
        CheckpointManifest manifest = new()
        {
            Format = CheckpointManifest.FormatName,
            Version = CheckpointManifest.CurrentVersion,
            Library = MirroredInfo.Version,
            Step = _engine.Iterations,
            RandomStep = _engine.RandomStep,
            Seed = _model.Strategy.Options.Seed,
            Deterministic = _model.Strategy.Options.Deterministic,
            Replicas = _model.Strategy.NumReplicasInSync,
            EpochsSeen = _model.EpochsSeen,
            Layers = _layers,
            Optimizer = ManifestOptimizer.Of(_model),
            Fit = fit,
        };
        _snapshot.Take();
        return manifest;
    }

    /// <summary>Waits for the copies and reads them to the host; on any thread.</summary>
    /// <returns>False when a replica failed meanwhile, so that there is nothing to write.</returns>
    public bool TryFetch()
    {
        if (!_snapshot.AwaitCopies()) return false;
        try
        {
            _snapshot.Fetch();
            return true;
        }
        catch (GpuException) when (!_snapshot.IsTrusted)
        {
            return false; // Whoever trains is told of the failure.
        }
    }

    /// <summary>Writes what was fetched; on any thread.</summary>
    /// <returns>The checkpoint's folder; null when a replica failed meanwhile.</returns>
    /// <exception cref="CheckpointException">It could not be written.</exception>
    public string? Write(CheckpointFolder folder, CheckpointManifest manifest, IReadOnlyList<SafetensorsTensor> callbacks)
    {
        if (manifest.Fit is { } fit)
            manifest = manifest with { Fit = fit with { Sums = fit.Sums with { Leaves = _snapshot.LeafSums } } };
        byte[] json = ManifestJson.Write(manifest);
        List<CheckpointFile> files = [File(WeightsFile, _weights)];
        if (_slots.Length > 0) files.Add(File(OptimizerFile, _slots));
        if (callbacks.Count > 0) files.Add(File(CallbacksFile, callbacks));
        files.Add(new CheckpointFile(CheckpointManifest.FileName, json.Length, stream => stream.Write(json)));
        return folder.Write(files, () => _snapshot.IsTrusted);
    }

    public void Dispose() => _snapshot.Dispose();

    private static CheckpointFile File(string name, IReadOnlyList<SafetensorsTensor> tensors)
    {
        (long length, Action<Stream> write) = SafetensorsFile.Prepare(tensors);
        return new CheckpointFile(name, length, write);
    }
}
