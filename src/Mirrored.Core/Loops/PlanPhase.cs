namespace Mirrored;

/// <summary>A part of a pass that is launched at one call of the program: operations, cut where sums over all leaves are needed.</summary>
internal sealed class PlanPhase
{
    /// <summary>Cuts operations.</summary>
    /// <param name="operations">The operations, marks of sums included.</param>
    /// <param name="firstSum">The number of the first sum among them.</param>
    public PlanPhase(IEnumerable<Operation> operations, int firstSum = 0)
    {
        List<Operation> kept = [];
        List<PlanSegment> segments = [];
        int start = 0;
        foreach (Operation operation in operations)
        {
            if (operation is not ReplicaSum sum)
            {
                kept.Add(operation);
            }
            else if (!sum.AtEnd)
            {
                segments.Add(new PlanSegment(start, kept.Count - start, -1, firstSum++));
                start = kept.Count;
            }
        }

        segments.Add(new PlanSegment(start, kept.Count - start, -1));
        (Operations, Segments) = (kept, segments);
    }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>Behind all but the last one a sum is exchanged.</summary>
    public IReadOnlyList<PlanSegment> Segments { get; }
}
