namespace Mirrored;

/// <summary>A model in custom loops: its passes, and the numbers that all replicas have to agree on without asking the caller.</summary>
/// <remarks>Weights, slots, gradients, sums, exchange and update are those of the <see cref="StepEngine"/>; activations are not.
/// Whichever replica comes first to a pass or an update settles its numbers for all.</remarks>
internal sealed class LoopEngine(StepEngine engine, ReplicaGroup group, PlanLibrary library)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(bool Training, int Rows), PassDescription> _passes = [];
    private readonly List<StepState> _trainingPasses = [];
    private readonly List<StepState> _updates = [];
    private long _randomBefore;
    private bool _failed;
    private long _updatesBefore;

    public ParameterLayout Layout => library.Layout;

    public ulong Seed => library.Seed;

    /// <summary>Into how many leaves every batch is cut.</summary>
    public int Leaves => engine.Leaves;

    /// <summary>The number of ranges of gradients that are exchanged.</summary>
    public int Buckets => engine.Buckets;

    /// <summary>Makes ready for a step on a batch of some rows; on the caller's thread.</summary>
    /// <param name="rows">The rows of the global batch.</param>
    /// <param name="trains">Whether there may be training passes, which may need sums over all leaves.</param>
    public void Begin(int rows, bool trains)
    {
        engine.RequireUsable();
        engine.RecoverFromFailures();
        engine.Synchronize();
        for (int leaf = 0; trains && leaf < 2; leaf++)
        {
            // Only the first and the last leaf differ in size.
            int count = BatchSplitter.Slice(rows, Leaves, leaf * (Leaves - 1)).Count;
            if (count == 0) continue;
            PassDescription pass = Describe(training: true, count);
            engine.PlaceSums(pass.Sums, pass.StateUpdates);
        }

        // A replica that came too late for its step may have left something behind it.
        if (_failed) foreach (ModelReplica replica in engine.Replicas) replica.Loop?.End(failed: true);
        _failed = false;
        _trainingPasses.Clear();
        _updates.Clear();
        (_randomBefore, _updatesBefore) = (engine.RandomStep, engine.Replicas[0].Updates);
    }

    /// <summary>Ends a step; on the caller's thread.</summary>
    /// <param name="failed">Whether it was broken off: gradients are forgotten, and random numbers drawn again.</param>
    public void End(bool failed)
    {
        _failed = failed;
        foreach (ModelReplica replica in engine.Replicas) replica.Loop?.End(failed);
        long updates = engine.Replicas[0].Updates - _updatesBefore;
        // The engine takes back itself what it has queued and nobody did.
        if (failed && updates == 0) engine.RandomStep = _randomBefore + _updates.Count;
        if (failed || updates == 0) return;
        engine.Synchronize(); // Tells when gradients were not finite: the update did nothing then.
        engine.CompareReplicasIfDue(updates);
    }

    /// <summary>The model on the replica of the calling thread.</summary>
    public LoopReplica On(ReplicaContext context)
    {
        ModelReplica model = engine.Replicas[context.ReplicaId];
        return model.Loop ??= new LoopReplica(this, model);
    }

    /// <summary>The pass of a leaf with some rows.</summary>
    public PassDescription Describe(bool training, int rows)
    {
        lock (_lock)
        {
            if (!_passes.TryGetValue((training, rows), out PassDescription? pass))
            {
                PlanKey key = new(training ? StepMode.Train : StepMode.Evaluate, rows, DType.Float32, DType.Int32);
                _passes.Add((training, rows), pass = PassDescription.Create(library.Program, key, Layout, Seed));
            }

            return pass;
        }
    }

    /// <summary>The numbers of a pass.</summary>
    /// <param name="number">How many training passes of this step the replica has done before.</param>
    /// <param name="rows">The rows of the global batch.</param>
    /// <param name="training">Whether it is one itself.</param>
    public StepState PassState(int number, int rows, bool training)
    {
        lock (_lock)
        {
            if (!training) return engine.NextPass(rows, training: false);
            if (number == _trainingPasses.Count) _trainingPasses.Add(engine.NextPass(rows, training: true));
            return _trainingPasses[number];
        }
    }

    /// <summary>The numbers of an update.</summary>
    /// <param name="number">How many updates of this step the replica has done before.</param>
    public StepState UpdateState(int number)
    {
        lock (_lock)
        {
            if (number == _updates.Count)
            {
                StepState state = new() { LossScale = 1 };
                engine.FillUpdate(ref state);
                _updates.Add(state);
            }

            return _updates[number];
        }
    }

    /// <summary>Says that replicas may have different weights now.</summary>
    public void MarkDiverged() => engine.MarkDiverged();

    /// <summary>Who the replicas are.</summary>
    public ReplicaGroup Group => group;
}
