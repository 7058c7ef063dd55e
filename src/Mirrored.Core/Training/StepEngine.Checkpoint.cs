namespace Mirrored;

// What checkpoints read and write besides weights and slots.
internal sealed partial class StepEngine
{
    /// <summary>Makes room for copies of what a checkpoint holds; the caller disposes it before the optimizer is reset.</summary>
    public EngineSnapshot Snapshot()
    {
        Synchronize();
        return new EngineSnapshot(this, _group);
    }

    /// <summary>Goes on counting steps from where a checkpoint was written.</summary>
    /// <param name="iterations">The updates so far.</param>
    /// <param name="randomStep">The next step for those who draw random numbers.</param>
    public void RestoreSteps(long iterations, long randomStep)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(randomStep);
        RestoreIterations(iterations);
        RandomStep = randomStep;
    }

    /// <summary>Waits for all queued steps and overwrites the running sums.</summary>
    /// <param name="leaves">Those of every leaf, in order.</param>
    public void WriteSums(IReadOnlyList<double[]> leaves)
    {
        Synchronize();
        int leaf = 0;
        foreach (ModelReplica replica in _replicas)
            for (int i = 0; i < replica.Leaves.Count; i++) replica.WriteSums(i, leaves[leaf++]);
    }
}
