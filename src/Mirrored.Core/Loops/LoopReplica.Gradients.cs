namespace Mirrored;

/// <content>Gradients of weights: added up by backward passes, summed over the replicas, used by an update.</content>
internal sealed partial class LoopReplica
{
    private bool _reduced;
    private int _updates;

    /// <summary>Whether there are gradients that no update has used.</summary>
    public bool HasGradients => Array.Exists(_leaves, leaf => leaf.HasGradient);

    /// <summary>Whether they are those of all replicas.</summary>
    public bool IsReduced => _reduced;

    private IEnumerable<LoopLeaf> OwnGradients => _leaves.Where(leaf => leaf.Leaf.HasOwnGradient);

    /// <summary>Goes back through a pass from the gradient of a loss, which was required.</summary>
    public void Backward(ReplicaContext context, string name, GradientEntry entry)
    {
        string what = $"Backward of '{name}'";
        PlanPhase plan = entry == GradientEntry.None ? _plan!.Backward.Values.First() : _plan!.Backward[entry]; // There was a pass.
        // A leaf's first gradient since the last update goes where gradients are exchanged, others beside it.
        bool[] adds = [.. _leaves.Select(leaf => !leaf.Leaf.HasOwnGradient || leaf.HasGradient)];
        BoundPhase?[] phases = [.. _leaves.Select((leaf, i) => leaf.Pass?.Backward(entry, adds[i]))];
        if (_engine.Layout.LossGuard is not null) ClearFirst(adds); // What a step of Fit has left there.
        for (int segment = 0; segment < plan.Segments.Count; segment++)
        {
            int at = 0;
            Compute(leaf =>
            {
                if (phases[at] is { } phase) phase.Launch(segment);
                else if (segment == 0) GiveNothing(leaf, adds[at]);
                at++;
            });
            if (plan.Segments[segment].Sum is not (>= 0 and int sum)) continue;
            context.Meet(what);
            Sum(sum);
        }

        int number = 0;
        Compute(leaf =>
        {
            bool beside = adds[number++];
            if (beside && leaf.Pass is not null) leaf.AddGradients();
            leaf.HasGradient = leaf.Leaf.HasOwnGradient;
        });
    }

    /// <summary>Goes back from gradients that the program made itself.</summary>
    public void Backward(ReplicaContext context, string name, ReadOnlySpan<float> gradient)
    {
        _model.Stream.Synchronize(); // An earlier way back may still read what is overwritten.
        int done = 0;
        foreach (LoopLeaf leaf in _leaves)
        {
            if (leaf.Pass?.Description.OutputGradient is not { } place) continue;
            leaf.Write(place, gradient.Slice(done, (int)place.Shape.Length));
            done += (int)place.Shape.Length;
        }

        Backward(context, name, GradientEntry.Predictions);
    }

    /// <summary>Sums the gradients over all leaves, so that every replica has the sum.</summary>
    public void Reduce(ReplicaContext context, string what)
    {
        context.Meet(what);
        Reduce();
    }

    /// <summary>Changes the weights by the gradients, which it sums over the replicas first unless that is done.</summary>
    public void Apply(ReplicaContext context, string name)
    {
        string what = $"ApplyGradients of '{name}'";
        context.Meet(what);
        StepState state = _engine.UpdateState(_updates++);
        try
        {
            if (!_reduced) Reduce();
            BeforeSending();
            _model.SendControl(state, _feed, 0);
            _sent++;
            Compute(() => _model.Guard?.CheckUpdate());
            for (int phase = 0; phase < _model.Phases; phase++)
            {
                if (phase > 0) context.Meet(what);
                Compute(() => _model.UpdateWeights(phase));
            }
        }
        catch (Exception failure) when (failure is not StepAbortedException)
        {
            // Others may have all sums, or still get them, and update.
            _engine.MarkDiverged();
            throw;
        }

        if (_pass is not null) _pass.IsPast = true;
        _model.CountUpdate();
        ForgetGradients();
    }

    /// <summary>Copies one weight's gradient to the host: the replica's own part, or the sum of all when it is reduced.</summary>
    public float[] ReadGradient(Parameter weight)
    {
        float[] sum = new float[weight.Shape.Length];
        float[] part = new float[weight.Shape.Length];
        foreach (LoopLeaf leaf in OwnGradients)
        {
            leaf.Leaf.ReadGradient(weight, part);
            for (int i = 0; i < sum.Length; i++) sum[i] += part[i];
            if (_reduced) break; // The sum lies in the first.
        }

        return sum;
    }

    /// <summary>Overwrites gradients: the replica's own part, or the sum of all when it is reduced.</summary>
    public void WriteGradients(IEnumerable<(Parameter Weight, NDArray<float> Values)> gradients)
    {
        LoopLeaf first = OwnGradients.First();
        if (!_reduced) foreach (LoopLeaf leaf in OwnGradients) leaf.Leaf.ClearGradients(_model.Stream);
        _model.Stream.Synchronize();
        foreach ((Parameter weight, NDArray<float> values) in gradients) first.Leaf.WriteGradient(weight, values.Span);
        foreach (LoopLeaf leaf in OwnGradients) leaf.HasGradient = true;
    }

    /// <summary>Forgets what was added up.</summary>
    public void ForgetGradients()
    {
        _reduced = false;
        foreach (LoopLeaf leaf in _leaves) leaf.HasGradient = false;
    }

    private void Reduce()
    {
        for (int bucket = 0; bucket < _engine.Buckets; bucket++)
        {
            Compute(() => _model.Rounded?.Round(bucket));
            _model.Exchange.Reduce(bucket);
        }

        _model.Exchange.Complete();
        Compute(() => _model.Rounded?.Widen());
        _reduced = true;
    }

    /// <summary>Sets gradients that are written next to zero, with all that lies beside them.</summary>
    private void ClearFirst(bool[] adds)
    {
        for (int i = 0; i < adds.Length; i++)
            if (!adds[i]) _leaves[i].Leaf.ClearGradients(_model.Stream);
    }

    /// <summary>What a leaf without rows gives.</summary>
    private void GiveNothing(LoopLeaf leaf, bool adds)
    {
        if (!adds) leaf.Leaf.ClearGradients(_model.Stream);
        leaf.Leaf.ClearSums(_model.Stream);
    }
}
