namespace Mirrored;

/// <summary>A fused step with memory planned and segments cut: the same for every replica, bound to none.</summary>
internal sealed class PlanDescription
{
    private PlanDescription(
        IReadOnlyList<Operation> operations, IReadOnlyList<PlanSegment> segments, SumLayout sums, long arenaBytes, StepBuilder builder)
    {
        Operations = operations;
        Segments = segments;
        Sums = sums;
        ArenaBytes = arenaBytes;
        Output = builder.Kept.SingleOrDefault();
        StateUpdates = builder.StateUpdates;
    }

    public IReadOnlyList<Operation> Operations { get; }

    public long ArenaBytes { get; }

    /// <summary>The predictions, in prediction.</summary>
    public PlanTensor? Output { get; }

    public IReadOnlyList<PlanSegment> Segments { get; }

    /// <summary>What is summed over all leaves besides gradients.</summary>
    public SumLayout Sums { get; }

    /// <summary>What changes state at the end of a step, once on each replica.</summary>
    public IReadOnlyList<Operation> StateUpdates { get; }

    /// <summary>True when the leaves of a replica run segment by segment, because each needs sums over all of them; false when they
    /// may run one after another.</summary>
    public bool RunsLeavesTogether => Sums.Within > 0;

    /// <summary>Describes a program's step for one key.</summary>
    public static PlanDescription Create(
        IStepProgram program, PlanKey key, ParameterLayout layout, IReadOnlyList<Bucket> buckets, ulong seed)
    {
        StepBuilder builder = new(key, layout.Parameters, seed) { LossGuard = layout.LossGuard };
        PlanTensor features = builder.Begin(program.InputShape);
        program.Describe(builder, features);
        if (key.Mode != StepMode.Predict && layout.Segments.IsPenalized) builder.AddPenalty(layout);
        builder.Backward();
        IReadOnlyList<Operation> operations = PlanFusion.Fuse(builder.Operations, builder.Kept);
        SumLayout sums = new(operations);
        long bytes = MemoryPlanner.Place(operations, builder.Kept);
        return new PlanDescription(
            [.. operations.Where(o => o is not ReplicaSum)], Cut(operations, key, buckets), sums, bytes, builder);
    }

    /// <summary>Cuts behind the operation that writes the last gradient of each bucket, and at each sum over replicas, whose mark
    /// goes.</summary>
    private static List<PlanSegment> Cut(IReadOnlyList<Operation> operations, PlanKey key, IReadOnlyList<Bucket> buckets)
    {
        if (key.Mode != StepMode.Train) return [new PlanSegment(0, operations.Count, -1)];
        List<PlanSegment> segments = [];
        int start = 0, kept = 0, bucket = 0, sum = 0;
        for (int i = 0; i < operations.Count; i++)
        {
            // The last segment takes whatever is left, metrics included.
            for (; bucket < buckets.Count - 1 && LastWriter(operations, buckets[bucket]) < i; bucket++, start = kept)
                segments.Add(new PlanSegment(start, kept - start, bucket));
            if (operations[i] is not ReplicaSum mark)
            {
                kept++;
            }
            else if (!mark.AtEnd)
            {
                segments.Add(new PlanSegment(start, kept - start, -1, sum++));
                start = kept;
            }
        }

        for (; bucket < buckets.Count; bucket++, start = kept) segments.Add(new PlanSegment(start, kept - start, bucket));
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
