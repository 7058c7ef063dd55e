namespace Mirrored.Keras;

/// <summary>What of a <c>Fit</c> goes into checkpoints besides the model, and comes back from them.</summary>
/// <param name="Model">The model.</param>
/// <param name="Running">Loss and metrics of the epoch so far.</param>
/// <param name="Callbacks">What is called, the history among it.</param>
/// <param name="Train">What is trained on.</param>
/// <param name="StepsPerEpoch">Steps of an epoch; null when the data does not tell.</param>
internal sealed record FitSession(
    Sequential Model, RunningLogs Running, IReadOnlyList<Callback> Callbacks, Feed Train, int? StepsPerEpoch)
{
    /// <summary>The training steps that the model has done.</summary>
    public long Steps => Model.Engine().Iterations;

    private History History => Callbacks.OfType<History>().First();

    /// <summary>Describes what is now, on the thread that trains; waits for nothing.</summary>
    /// <param name="point">Where training is.</param>
    /// <param name="arrays">Receives what callbacks remember.</param>
    public ManifestFit Describe(FitPoint point, List<SafetensorsTensor> arrays) => new()
    {
        Position = point,
        BatchSize = Train.BatchSize,
        StepsPerEpoch = StepsPerEpoch,
        Stopped = Model.StopTraining,
        Sums = new ManifestSums(Running.Names, [.. Running.Before], []),
        History = History.Describe(),
        Callbacks = CallbackStates.Save(Callbacks, arrays),
    };

    /// <summary>Refuses a checkpoint of another model, other data or another way of training.</summary>
    public void Require(LoadedModel loaded)
    {
        loaded.RequireTraining(Model);
        if (loaded.Manifest.Fit is not { } fit)
            throw loaded.Mismatch("no place in the data, because no Fit saved it", "a checkpoint of BackupAndRestore; use CheckpointManager.Restore");
        if (fit.BatchSize != Train.BatchSize)
            throw loaded.Mismatch($"batches of {fit.BatchSize?.ToString() ?? "any number of"} rows", $"{Train.BatchSize?.ToString() ?? "a streaming dataset"}, as training has now");
        if (fit.StepsPerEpoch != StepsPerEpoch)
            throw loaded.Mismatch($"epochs of {fit.StepsPerEpoch?.ToString() ?? "any number of"} steps", $"{StepsPerEpoch?.ToString() ?? "any number"}, as the data has now");
        if (!fit.Sums.Names.SequenceEqual(Running.Names))
            throw loaded.Mismatch($"results named {string.Join(", ", fit.Sums.Names)}", $"{string.Join(", ", Running.Names)}, as the model is compiled");
        FitPoint at = fit.Position;
        bool isWrong = at.Epoch < 0 || at.Step < 0 || at.DataEpoch < 0 || at.DataBatch < 0 || fit.Sums.Count != Running.Before.Count
            || fit.Sums.Leaves.Any(leaf => leaf.Count != fit.Sums.Count) || fit.History.Names.Count != fit.History.Values.Count;
        if (isWrong) throw loaded.Damaged("the manifest contradicts itself.");
    }

    /// <summary>Gives back what was described.</summary>
    public void Restore(LoadedModel loaded)
    {
        ManifestFit fit = loaded.Manifest.Fit!; // Required.
        Model.Optimizer!.Restore(loaded.Manifest.Step, loaded.Manifest.Optimizer!.LearningRate); // Required, too; hooks may have changed it.
        Running.Restore(fit.Sums);
        History.Restore(fit.History);
        CallbackStates.Restore(Callbacks, fit.Callbacks, loaded.CallbackArrays);
        Model.StopTraining = fit.Stopped;
    }
}
