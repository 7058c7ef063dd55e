namespace Mirrored;

/// <summary>One replica's part of a model's update, bound to its device: phases, between which all replicas wait for each other.
/// </summary>
/// <remarks>
/// <para>Replicas with memory of their own each update all weights, in one phase. Those that share a memory and its cores would do
/// the same work several times: each takes a slice of the optimizer's pass and gives the new weights to the others, and they keep
/// the optimizer's slots once.</para>
/// <code>
/// replica 0   [ norms of gradients ] . [ slice 0, its weights to 1 ] . [ norms of weights, state ]
/// replica 1   [ norms of gradients ] . [ slice 1, its weights to 0 ] . [ norms of weights, state ]
/// </code>
/// The first phase is left out where there is nothing to do. Every element is computed as in one pass, so its bits are the same.
/// </remarks>
internal sealed class UpdatePhases
{
    private readonly PreparedOperation[][] _phases;

    private UpdatePhases(PreparedOperation[][] phases) => _phases = phases;

    /// <summary>For a model that is not trained.</summary>
    public static UpdatePhases None { get; } = new([[]]);

    /// <summary>How many phases there are, the same number on all replicas.</summary>
    public int Count => _phases.Length;

    /// <summary>Makes fresh slots and binds the update on all replicas; those that share one memory share both.</summary>
    /// <param name="group">The replicas' threads.</param>
    /// <param name="replicas">The replicas of the model.</param>
    /// <param name="mayShare">False lets each update all of its own weights from its own: whoever compares the replicas wants to see
    /// what each makes of them.</param>
    public static void Prepare(ReplicaGroup group, IReadOnlyList<ModelReplica> replicas, bool mayShare)
    {
        bool shared = mayShare && replicas.All(replica => replica.Device.Id.Kind == DeviceKind.Cpu);
        group.RunAll(replica =>
        {
            if (replica.Index == 0 || !shared) replicas[replica.Index].PrepareSlots(owner: null);
        });
        group.RunAll(replica =>
        {
            ModelReplica model = replicas[replica.Index];
            if (replica.Index > 0 && shared) model.PrepareSlots(owner: replicas[0]);
            model.PrepareUpdate(shared ? replicas : [model]);
        });
    }

    /// <summary>All weights in one phase.</summary>
    /// <param name="model">The replica.</param>
    /// <param name="update">The update.</param>
    /// <param name="layout">The weights.</param>
    public static UpdatePhases Whole(ModelReplica model, ModelUpdate update, ParameterLayout layout) =>
        new([[.. update.Describe(layout).Select(model.Prepare)]]);

    /// <summary>A slice of the weights.</summary>
    /// <param name="model">The replica.</param>
    /// <param name="update">The update.</param>
    /// <param name="layout">The weights.</param>
    /// <param name="replicas">All that share the update.</param>
    public static UpdatePhases Slice(
        ModelReplica model, ModelUpdate update, ParameterLayout layout, IReadOnlyList<ModelReplica> replicas)
    {
        // The trained range is padded so that it splits evenly.
        long count = layout.TrainableBytes / sizeof(float) / replicas.Count;
        Bucket slice = new(count * model.Index, count);
        Operation[] operations = [.. update.Describe(layout, slice)];
        int pass = Array.FindIndex(operations, operation => operation is UpdateOperation);
        if (pass < 0) return None;
        nint Place(ModelReplica replica) => replica.Store.Weights + (nint)(slice.Start * sizeof(float));
        IEnumerable<PreparedOperation> copies = replicas.Where(other => other != model).Select(other => model.Stream.PrepareCopy(
            other.Device, Place(other), model.Device, Place(model), slice.Count * sizeof(float)));
        PreparedOperation[] before = [.. operations[..pass].Select(model.Prepare)];
        PreparedOperation[] own = [model.Prepare(operations[pass]), .. copies];
        PreparedOperation[] behind = [.. operations[(pass + 1)..].Select(model.Prepare)];
        return new UpdatePhases(pass > 0 ? [before, own, behind] : [own, behind]);
    }

    /// <summary>Queues one phase.</summary>
    public void Launch(int phase)
    {
        foreach (PreparedOperation operation in _phases[phase]) operation.Launch();
    }
}
