namespace Mirrored;

/// <summary>Where the rows of a step come from.</summary>
internal abstract class StepData : IDisposable
{
    /// <summary>The plan that steps on so many rows of this data follow.</summary>
    public abstract PlanKey Key(StepMode mode, int rows);

    /// <summary>Queues the way of one replica's rows to its device, before the step's own work; on the replica's thread.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="first">The number of its first row in the batch.</param>
    /// <param name="rows">How many there are, maybe none.</param>
    public virtual void Bring(Replica replica, int first, int rows)
    {
    }

    /// <summary>Points a feed at this data on one replica's device.</summary>
    public abstract unsafe void Point(StepFeed* feed, int replica);

    /// <inheritdoc/>
    public abstract void Dispose();
}
