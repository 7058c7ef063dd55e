namespace Mirrored;

/// <summary>A loss, or metrics, of what a pass leaves: a small plan of its own behind it.</summary>
internal sealed class HeadDescription
{
    private HeadDescription(IReadOnlyList<Operation> operations, PlanTensor? losses) => (Operations, Losses) = (operations, losses);

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>The loss of each row, <c>(rows, ...)</c>; null for metrics.</summary>
    public PlanTensor? Losses { get; }

    /// <summary>Where the gradient goes on; none in evaluation, and for metrics.</summary>
    public GradientEntry Entry { get; private init; }

    public long ArenaBytes { get; private init; }

    /// <summary>Describes a head for the labels of a key.</summary>
    public static HeadDescription Create(IHead head, PassDescription pass, PlanKey key, ulong seed)
    {
        StepBuilder step = new(key, [], seed);
        step.BeginLabels();
        PlanTensor predictions = Outside("predictions", pass.Output);
        PlanTensor? ofPredictions = Outside("gradient of predictions", pass.OutputGradient);
        PlanTensor? ofLogits = Outside("gradient of logits", pass.LogitsGradient);
        step.Present(predictions, Outside("logits", pass.Logits), pass.IsSigmoid, (ofPredictions, ofLogits));
        PlanTensor? losses = head.Describe(step, predictions);
        if (losses is not null) step.Keep(losses);
        step.Backward();
        IReadOnlyList<Operation> operations = PlanFusion.Fuse(step.Operations, step.Kept);
        return new HeadDescription(operations, losses)
        {
            ArenaBytes = MemoryPlanner.Place(operations, step.Kept),
            Entry = (Writes(operations, ofPredictions) ? GradientEntry.Predictions : GradientEntry.None)
                | (Writes(operations, ofLogits) ? GradientEntry.Logits : GradientEntry.None),
        };
    }

    private static bool Writes(IReadOnlyList<Operation> operations, PlanTensor? tensor) =>
        tensor is not null && operations.Any(o => o.Writes.Any(w => w.Root == tensor));

    /// <summary>A tensor of the pass as this plan sees it.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(tensor))]
    private static PlanTensor? Outside(string name, PlanTensor? tensor) => tensor is null
        ? null
        : new PlanTensor(name, tensor.Shape, DType.Float32, MemoryRegion.Outputs, tensor.Offset);
}
