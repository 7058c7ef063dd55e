namespace Mirrored;

/// <summary>A model's forward pass on some rows with every way back through it, in one arena; for custom loops.</summary>
/// <remarks>
/// <code>
/// [ forward ] . [ sums that layers keep ] . [ backward from predictions ] . [ backward from logits ] . [ backward from both ]
/// </code>
/// What one phase leaves to others stays where it is until the next forward pass, so the others may run in any order, or more
/// than once, or not at all. Fusion does not reach over the marks between them; it keeps bits, so they are those of a step
/// of <c>Fit</c>.
/// </remarks>
internal sealed class PassDescription
{
    private PassDescription(IReadOnlyList<IReadOnlyList<Operation>> phases, GradientEntry[] entries, StepBuilder step)
    {
        SumLayout[] layouts = entries.Length == 0
            ? [new SumLayout(phases[0])]
            : [.. entries.Select((_, i) => new SumLayout([.. phases[0], .. phases[i + 2]]))];
        Sums = layouts[0]; // All ways back sum the same numbers of numbers.
        Forward = new PlanPhase(phases[0]);
        LayerSums = new PlanPhase(phases[1]);
        Backward = entries.Index().ToDictionary(
            entry => entry.Item, entry => new PlanPhase(phases[entry.Index + 2], Forward.Segments.Count - 1));
        StateUpdates = step.StateUpdates;
        Output = step.Kept[0];
    }

    public PlanPhase Forward { get; }

    /// <summary>What layers add to the running sum of losses, and the penalty on the weights.</summary>
    public PlanPhase LayerSums { get; }

    /// <summary>The ways back; none in evaluation, or where nothing is trained.</summary>
    public IReadOnlyDictionary<GradientEntry, PlanPhase> Backward { get; }

    /// <summary>The predictions.</summary>
    public PlanTensor Output { get; }

    /// <summary>What they come straight from by softmax or sigmoid; null when they do not.</summary>
    public PlanTensor? Logits { get; private init; }

    /// <summary>Whether by sigmoid.</summary>
    public bool IsSigmoid { get; private init; }

    /// <summary>Where the gradient of the predictions goes.</summary>
    public PlanTensor? OutputGradient { get; private init; }

    /// <summary>Where the gradient of the logits goes.</summary>
    public PlanTensor? LogitsGradient { get; private init; }

    /// <summary>What is summed over all leaves besides gradients.</summary>
    public SumLayout Sums { get; }

    /// <summary>What changes state behind the forward pass, once on each replica.</summary>
    public IReadOnlyList<Operation> StateUpdates { get; }

    public long ArenaBytes { get; private init; }

    /// <summary>Describes a program's pass.</summary>
    public static PassDescription Create(IStepProgram program, PlanKey key, ParameterLayout layout, ulong seed)
    {
        StepBuilder step = new(key, layout.Parameters, seed);
        PlanTensor output = program.Forward(step, step.BeginFeatures(program.InputShape));
        PlanTensor? logits = step.LogitsBehind(output, out bool sigmoid);
        step.Keep(output);
        if (logits is not null) step.Keep(logits);
        if (layout.Segments.IsPenalized) step.AddPenalty(layout);
        bool trains = key.Mode == StepMode.Train && step.DependsOnWeights(output);
        PlanTensor? outputGradient = trains ? Outside("gradient of predictions", output) : null;
        PlanTensor? logitsGradient = trains && logits is not null ? Outside("gradient of logits", logits) : null;
        PlanTensor[] outside = [.. new[] { outputGradient, logitsGradient }.OfType<PlanTensor>()];
        // Layers may add to the loss: that starts with the backward pass, and is summed when metrics are.
        List<Operation> plan = [.. step.Operations.Where(o => !IsSum(o) && o is not LossGradientOperation)];
        Operation[] starts = [.. step.Operations.OfType<LossGradientOperation>()];
        plan.Add(new PhaseMark { Provided = outside });
        plan.AddRange(step.Operations.Where(IsSum));

        GradientEntry[] entries = outputGradient is null ? []
            : logitsGradient is null ? [GradientEntry.Predictions]
            : [GradientEntry.Predictions, GradientEntry.Logits, GradientEntry.Predictions | GradientEntry.Logits];
        foreach (GradientEntry entry in entries)
        {
            List<(PlanTensor Tensor, PlanTensor Gradient)> from = [];
            if (entry.HasFlag(GradientEntry.Predictions)) from.Add((output, outputGradient!)); // There is one if there are entries,
            if (entry.HasFlag(GradientEntry.Logits)) from.Add((logits!, logitsGradient!)); // and both if there is this one.
            plan.AddRange([new PhaseMark(), .. starts]);
            int before = step.Operations.Count;
            step.Backward(from);
            plan.AddRange(step.Operations.Skip(before));
        }

        IReadOnlyList<Operation> fused = PlanFusion.Fuse(plan, step.Kept);
        IReadOnlyList<IReadOnlyList<Operation>> phases = Split(fused);
        return new PassDescription(phases, entries, step)
        {
            Logits = logits, IsSigmoid = sigmoid, OutputGradient = outputGradient, LogitsGradient = logitsGradient,
            ArenaBytes = MemoryPlanner.Place(fused, [.. step.Kept, .. outside, .. Crossing(phases)]),
        };
    }

    private static bool IsSum(Operation operation) =>
        operation is AccumulateOperation or BlockSumOperation or AddPenaltyOperation;

    private static PlanTensor Outside(string name, PlanTensor like) => new(name, like.Shape, DType.Float32, MemoryRegion.Arena);

    private static List<IReadOnlyList<Operation>> Split(IReadOnlyList<Operation> plan)
    {
        List<Operation> phase = [];
        List<IReadOnlyList<Operation>> phases = [phase];
        foreach (Operation operation in plan)
        {
            if (operation is PhaseMark) phases.Add(phase = []);
            else phase.Add(operation);
        }

        return phases;
    }

    /// <summary>What a phase reads and does not write itself.</summary>
    private static IEnumerable<PlanTensor> Crossing(IReadOnlyList<IReadOnlyList<Operation>> phases)
    {
        foreach (IReadOnlyList<Operation> phase in phases)
        {
            HashSet<PlanTensor> written = [.. phase.SelectMany(o => o.Writes).Select(t => t.Root)];
            foreach (PlanTensor read in phase.SelectMany(o => o.Reads).Select(t => t.Root))
                if (!written.Contains(read)) yield return read;
        }
    }
}
