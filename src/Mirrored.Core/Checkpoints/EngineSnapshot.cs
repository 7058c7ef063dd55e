using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>What a model's weights, slots and running sums are between two steps, for a checkpoint.</summary>
/// <remarks>
/// <code>
/// caller           Take: queues the copies behind the steps so far, and goes on
/// replicas         copy, then run the steps behind
/// another thread   AwaitCopies, then Fetch: reads the copies to the host
/// </code>
/// Memory is taken once. <see cref="Take"/> comes again only when <see cref="Fetch"/> is through.
/// </remarks>
internal sealed class EngineSnapshot : IReplicaWork, IDisposable
{
    private readonly StepEngine _engine;
    private readonly ReplicaGroup _group;
    private readonly BufferSnapshot?[] _sums;
    private readonly List<(float[] Values, BufferSnapshot From, long Offset)> _tensors = [];
    private BufferSnapshot? _weights;
    private BufferSnapshot? _slots;
    private long _number;
    private int _failures;
    private int _copied;

    /// <summary>Takes memory on the devices and the host.</summary>
    public EngineSnapshot(StepEngine engine, ReplicaGroup group)
    {
        (_engine, _group) = (engine, group);
        _sums = new BufferSnapshot?[engine.Replicas.Count];
        LeafSums = [.. Enumerable.Range(0, engine.Leaves).Select(_ => new double[engine.Replicas[0].Sums])];
        ParameterLayout layout = engine.Layout;
        try
        {
            group.RunAll(Allocate);
            Weights = [.. layout.Parameters.Select(p => Room(p, _weights!, p.Value.Offset))];
            Slots =
            [
                .. engine.SlotNames.Select((_, slot) => (IReadOnlyList<float[]>)
                    [.. layout.Trained.Select(p => Room(p, _slots!, layout.Slot(p, slot).Offset))]),
            ];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The values of all weights, in model order.</summary>
    public IReadOnlyList<float[]> Weights { get; } = [];

    /// <summary>For each slot of the optimizer its values for every trained weight.</summary>
    public IReadOnlyList<IReadOnlyList<float[]>> Slots { get; } = [];

    /// <summary>For each leaf its running sums.</summary>
    public IReadOnlyList<double[]> LeafSums { get; }

    /// <summary>False when a replica failed since <see cref="Take"/>: then nothing that was copied is to be trusted.</summary>
    public bool IsTrusted => _group.Failures == _failures && !_group.Fault.IsRaised;

    long IReplicaWork.Step => 0;

    /// <summary>Queues the copies; on the thread that queues steps.</summary>
    public void Take()
    {
        _failures = _group.Failures;
        _copied = 0;
        _number = _group.Reserve();
        _group.Give(this);
    }

    /// <summary>Waits until the copies are made; on any thread.</summary>
    /// <returns>False when a replica failed, or took too long.</returns>
    public bool AwaitCopies() => _group.AwaitDone(_number, _group.Limit) && _copied == _engine.Replicas.Count && IsTrusted;

    /// <summary>Reads the copies to the host; on any thread, when they are made.</summary>
    public void Fetch()
    {
        foreach ((float[] values, BufferSnapshot from, long offset) in _tensors) from.Read(MemoryMarshal.AsBytes(values.AsSpan()), offset);
        int leaf = 0;
        foreach (ModelReplica replica in _engine.Replicas)
        {
            for (int i = 0; i < replica.Leaves.Count; i++, leaf++)
                _sums[replica.Index]!.Read(MemoryMarshal.AsBytes(LeafSums[leaf].AsSpan()), (long)i * replica.Sums * sizeof(double));
        }
    }

    void IReplicaWork.Run(Replica replica)
    {
        if (replica.Index == 0)
        {
            _weights!.Take();
            _slots?.Take();
        }

        _sums[replica.Index]!.Take();
        Interlocked.Increment(ref _copied);
    }

    public void Dispose()
    {
        if (_number > 0) _group.AwaitDone(_number, _group.Limit); // Else the copies may still run.
        _weights?.Dispose();
        _slots?.Dispose();
        foreach (BufferSnapshot? sums in _sums) sums?.Dispose();
    }

    private void Allocate(Replica replica)
    {
        ModelReplica model = _engine.Replicas[replica.Index];
        if (replica.Index == 0)
        {
            _weights = new BufferSnapshot(replica, model.Store.WeightBuffer);
            if (model.Store.SlotBuffer is { } slots) _slots = new BufferSnapshot(replica, slots);
        }

        _sums[replica.Index] = new BufferSnapshot(replica, model.SumBuffer);
    }

    private float[] Room(Parameter parameter, BufferSnapshot from, long offset)
    {
        float[] values = new float[parameter.Shape.Length];
        _tensors.Add((values, from, offset));
        return values;
    }
}
