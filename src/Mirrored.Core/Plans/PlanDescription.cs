namespace Mirrored;

/// <summary>A fused step with memory planned and segments cut: the same for every replica, bound to none.</summary>
internal sealed class PlanDescription
{
    private PlanDescription(IReadOnlyList<Operation> operations, long arenaBytes, PlanTensor? output, IReadOnlyList<PlanSegment> segments)
    {
        Operations = operations;
        ArenaBytes = arenaBytes;
        Output = output;
        Segments = segments;
    }

    public IReadOnlyList<Operation> Operations { get; }

    public long ArenaBytes { get; }

    /// <summary>The predictions, in prediction.</summary>
    public PlanTensor? Output { get; }

    public IReadOnlyList<PlanSegment> Segments { get; }

    /// <summary>Describes a program's step for one key.</summary>
    public static PlanDescription Create(
        IStepProgram program, PlanKey key, ParameterLayout layout, IReadOnlyList<Bucket> buckets, ulong seed)
    {
        StepBuilder builder = new(key, layout.Parameters, seed);
        PlanTensor features = builder.Begin(program.InputShape);
        program.Describe(builder, features);
        if (key.Mode != StepMode.Predict && layout.Segments.IsPenalized) builder.AddPenalty(layout);
        builder.Backward();
        IReadOnlyList<Operation> operations = PlanFusion.Fuse(builder.Operations, builder.Kept);
        long bytes = MemoryPlanner.Place(operations, builder.Kept);
        return new PlanDescription(operations, bytes, builder.Kept.SingleOrDefault(), Cut(operations, key, buckets));
    }

    /// <summary>Cuts behind the operation that writes the last gradient of each bucket.</summary>
    private static List<PlanSegment> Cut(IReadOnlyList<Operation> operations, PlanKey key, IReadOnlyList<Bucket> buckets)
    {
        if (key.Mode != StepMode.Train) return [new PlanSegment(0, operations.Count, -1)];
        List<PlanSegment> segments = [];
        int start = 0;
        for (int i = 0; i < buckets.Count; i++)
        {
            // The last segment takes whatever is left, metrics included.
            int end = i == buckets.Count - 1 ? operations.Count : Math.Max(start, LastWriter(operations, buckets[i]) + 1);
            segments.Add(new PlanSegment(start, end - start, i));
            start = end;
        }

        return segments;
    }

    private static int LastWriter(IReadOnlyList<Operation> operations, Bucket bucket)
    {
        int last = -1;
        for (int i = 0; i < operations.Count; i++)
        {
            if (operations[i].Writes.Any(w => w.Region == MemoryRegion.Gradients
                && w.Offset / sizeof(float) >= bucket.Start && w.Offset / sizeof(float) < bucket.Start + bucket.Count))
                last = i;
        }

        return last;
    }
}
