namespace Mirrored.Keras;

/// <summary>What was read from a checkpoint, on its way into a model. Nothing is changed before everything is known to fit.</summary>
internal sealed class LoadedModel
{
    private readonly string _path;
    private readonly Dictionary<string, SafetensorsTensor> _weights;
    private readonly Dictionary<string, SafetensorsTensor> _slots;

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    /// <exception cref="CheckpointMismatchException">It is of a later version.</exception>
    public LoadedModel(OpenCheckpoint checkpoint)
    {
        _path = checkpoint.Path;
        Manifest = CheckpointManifest.Read(checkpoint);
        _weights = Read(checkpoint, SavedModel.WeightsFile).ToDictionary(t => t.Name, StringComparer.Ordinal);
        _slots = Optional(checkpoint, SavedModel.OptimizerFile).ToDictionary(t => t.Name, StringComparer.Ordinal);
        CallbackArrays = Optional(checkpoint, SavedModel.CallbacksFile);
    }

    public CheckpointManifest Manifest { get; }

    /// <summary>The arrays that callbacks remember.</summary>
    public IReadOnlyList<SafetensorsTensor> CallbackArrays { get; }

    /// <summary>Refuses to be loaded into a model of other layers or weights.</summary>
    /// <exception cref="CheckpointMismatchException">Something differs.</exception>
    public void RequireWeights(Sequential model)
    {
        IReadOnlyList<ManifestLayer> layers = ManifestLayer.Of(model);
        for (int i = 0; i < Math.Max(layers.Count, Manifest.Layers.Count); i++)
        {
            (ManifestLayer? found, ManifestLayer? own) = (Manifest.Layers.ElementAtOrDefault(i), layers.ElementAtOrDefault(i));
            if (!Equals(found, own)) throw Mismatch($"layer {i}: {found?.ToString() ?? "none"}", own?.ToString() ?? "no such layer");
        }

        RequireTensors(_weights, Weights(model), "weight");
    }

    /// <summary>Refuses to go on with the training of a model that is compiled otherwise.</summary>
    /// <exception cref="CheckpointMismatchException">Something differs.</exception>
    public void RequireTraining(Sequential model)
    {
        RequireWeights(model);
        ManifestOptimizer? own = ManifestOptimizer.Of(model);
        if (own?.ToString() != Manifest.Optimizer?.ToString())
            throw Mismatch(
                $"the optimizer {Manifest.Optimizer?.ToString() ?? "of no compiled model"}",
                $"{own?.ToString() ?? "a model that is not compiled"}; to take the weights alone, use LoadWeights");
        if (own is null) return;
        if (Manifest.Seed != model.Strategy.Options.Seed)
            throw Mismatch($"the seed {Manifest.Seed}", $"that of the strategy, {model.Strategy.Options.Seed}; make it with StrategyOptions.Seed");
        if (Manifest.Optimizer!.LearningRate is < 0 or double.NaN || Manifest.Step < 0 || Manifest.RandomStep < 0 || Manifest.EpochsSeen < 0)
            throw Damaged("the manifest has negative counts.");
        RequireTensors(_slots, Slots(model), "slot");
    }

    /// <summary>Overwrites the model's weights.</summary>
    public void ApplyWeights(Sequential model)
    {
        StepEngine engine = model.Engine();
        foreach ((string name, Parameter weight) in Weights(model)) engine.WriteWeight(weight, _weights[name].Data.Span);
    }

    /// <summary>Overwrites the model's weights, and its optimizer's slots, counts and learning rate.</summary>
    public void ApplyTraining(Sequential model)
    {
        ApplyWeights(model);
        if (Manifest.Optimizer is not { } optimizer) return;
        StepEngine engine = model.Engine();
        foreach (string slot in engine.SlotNames)
            foreach ((string name, Parameter weight) in Weights(model))
                if (_slots.TryGetValue($"{slot}/{name}", out SafetensorsTensor? values)) engine.WriteSlot(slot, weight, values.Data.Span);
        engine.RestoreSteps(Manifest.Step, Manifest.RandomStep);
        model.Optimizer!.Restore(Manifest.Step, optimizer.LearningRate); // It has one, else the checkpoint would not fit.
        model.EpochsSeen = Manifest.EpochsSeen;
    }

    /// <summary>Says what differs.</summary>
    public CheckpointMismatchException Mismatch(string found, string expected) => new(_path, found, expected);

    /// <summary>Says that what was read makes no sense.</summary>
    public CheckpointException Damaged(string what) => new(_path, what);

    private static IEnumerable<(string Name, Parameter Weight)> Weights(Sequential model) => WeightNames.Of(model).Zip(model.Weights);

    private static IEnumerable<(string Name, Parameter Weight)> Slots(Sequential model) =>
        from slot in model.Engine().SlotNames
        from pair in Weights(model)
        where pair.Weight.IsTrained
        select ($"{slot}/{pair.Name}", pair.Weight);

    private static IReadOnlyList<SafetensorsTensor> Optional(OpenCheckpoint checkpoint, string file) =>
        checkpoint.Has(file) ? Read(checkpoint, file) : [];

    private static IReadOnlyList<SafetensorsTensor> Read(OpenCheckpoint checkpoint, string file)
    {
        try
        {
            return SafetensorsFile.Read(checkpoint.File(file), file).Tensors;
        }
        catch (ModelFormatException problem)
        {
            throw new CheckpointException(checkpoint.Path, problem.Message, problem);
        }
    }

    private void RequireTensors(
        Dictionary<string, SafetensorsTensor> found, IEnumerable<(string Name, Parameter Weight)> expected, string what)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach ((string name, Parameter weight) in expected)
        {
            known.Add(name);
            if (!found.TryGetValue(name, out SafetensorsTensor? tensor)) throw Mismatch($"no {what} {name}", $"one of shape {weight.Shape}");
            if (tensor.Shape != weight.Shape || tensor.StoredType != SafetensorsTensor.Float32)
                throw Mismatch(
                    $"the {what} {name} of shape {tensor.Shape} and type {tensor.StoredType}", $"shape {weight.Shape} and type F32");
        }

        if (found.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw Mismatch($"the {what} {SafetensorsFile.Quote(unknown)}", "no such one");
    }
}
