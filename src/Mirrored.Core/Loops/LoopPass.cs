namespace Mirrored;

/// <summary>A forward pass that one replica has done, until its next one or the end of its step.</summary>
/// <param name="Replica">Where.</param>
/// <param name="Training">Whether it can be gone back.</param>
/// <param name="Rows">The replica's rows.</param>
internal sealed record LoopPass(LoopReplica Replica, bool Training, int Rows)
{
    /// <summary>The losses computed of it last, whose gradient lies there.</summary>
    public LoopLosses? Losses { get; set; }

    /// <summary>Whether the weights have changed since, so that there is no way back.</summary>
    public bool IsPast { get; set; }

    /// <summary>Refuses what the devices no longer hold.</summary>
    /// <exception cref="InvalidOperationException">The pass is over, or the caller is not on its replica.</exception>
    public void Require(string what)
    {
        ReplicaContext.Require(what);
        Replica.Require(this, what);
    }
}
