namespace Mirrored;

/// <summary>A phase bound to one leaf's memory.</summary>
internal sealed class BoundPhase(PlanPhase phase, PreparedOperation[] entries)
{
    /// <summary>Queues the operations of one segment.</summary>
    public void Launch(int segment)
    {
        (int start, int count, _, _) = phase.Segments[segment];
        for (int i = start; i < start + count; i++) entries[i].Launch();
    }
}
