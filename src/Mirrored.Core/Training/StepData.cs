namespace Mirrored;

/// <summary>Where the rows of a step come from.</summary>
internal abstract class StepData : IDisposable
{
    /// <summary>How the features are stored.</summary>
    public abstract DType Features { get; }

    /// <summary>How the labels are stored.</summary>
    public abstract DType Labels { get; }

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
