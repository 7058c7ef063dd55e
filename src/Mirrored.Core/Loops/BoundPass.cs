namespace Mirrored;

/// <summary>A pass bound to one leaf's arena: each phase when it is first needed, as many programs need few.</summary>
internal sealed class BoundPass(PassDescription description, LoopLeaf leaf) : IDisposable
{
    /// <summary>Losses and metrics that are kept at a time; whoever makes new ones for every step makes old ones go.</summary>
    private const int MostHeads = 16;

    private readonly Dictionary<(GradientEntry Entry, bool Adds), BoundPhase> _backward = [];
    private readonly Dictionary<(IHead Head, PlanKey Key), BoundHead> _heads = [];
    private BoundPhase? _forward;
    private BoundPhase? _layerSums;

    public PassDescription Description => description;

    public BoundPhase Forward => _forward ??= new BoundPhase(description.Forward, leaf.Bind(description.Forward.Operations));

    public BoundPhase LayerSums => _layerSums ??= new BoundPhase(description.LayerSums, leaf.Bind(description.LayerSums.Operations));

    /// <summary>A way back.</summary>
    /// <param name="entry">Where it begins.</param>
    /// <param name="adds">Whether the gradient goes beside the leaf's own, to be added to it.</param>
    public BoundPhase Backward(GradientEntry entry, bool adds)
    {
        if (_backward.TryGetValue((entry, adds), out BoundPhase? phase)) return phase;
        PlanPhase plan = description.Backward[entry];
        phase = new BoundPhase(plan, adds ? leaf.BindBeside(plan.Operations) : leaf.Bind(plan.Operations));
        _backward.Add((entry, adds), phase);
        return phase;
    }

    /// <summary>A loss or metrics of labels as the key says.</summary>
    /// <param name="head">What.</param>
    /// <param name="key">The labels.</param>
    /// <param name="seed">The seed of what it draws.</param>
    public BoundHead Head(IHead head, PlanKey key, ulong seed)
    {
        if (_heads.TryGetValue((head, key), out BoundHead? bound)) return bound;
        bound = leaf.Bind(HeadDescription.Create(head, description, key, seed));
        _heads.Add((head, key), bound);
        return bound;
    }

    /// <summary>Forgets losses when there are too many; before a forward pass, when nobody can read them any more.</summary>
    /// <param name="stream">What may still run them.</param>
    public void Trim(DeviceStream stream)
    {
        if (_heads.Count <= MostHeads) return;
        stream.Synchronize();
        Dispose();
    }

    public void Dispose()
    {
        foreach (BoundHead head in _heads.Values) head.Dispose();
        _heads.Clear();
    }
}
