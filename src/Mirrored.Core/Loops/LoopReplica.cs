namespace Mirrored;

/// <summary>One replica's copy of a model in custom loops: what a program's calls do there, one after the other.</summary>
/// <remarks>Made and used on the replica's own thread. Every call queues work and returns; reading waits.</remarks>
internal sealed partial class LoopReplica : IDisposable
{
    private readonly LoopEngine _engine;
    private readonly ModelReplica _model;
    private readonly LoopLeaf[] _leaves;
    private readonly List<PinnedArrayBuffer> _pinned = [];
    private StagingBuffer? _staging;
    private DeviceBuffer? _numbers;
    private StepState _state;
    private StepFeed _feed;
    private LoopPass? _pass;
    private PassDescription? _plan;
    private int _trainingPasses;
    private int _sent;

    public LoopReplica(LoopEngine engine, ModelReplica model)
    {
        (_engine, _model) = (engine, model);
        _leaves = [.. model.Leaves.Select(leaf => new LoopLeaf(model, leaf, engine))];
    }

    /// <summary>Computes predictions.</summary>
    /// <param name="context">The step.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="x">The replica's rows.</param>
    /// <param name="rows">The rows of the global batch.</param>
    /// <param name="training">Whether layers behave as in training, and the way back is kept.</param>
    public LoopPass Forward(ReplicaContext context, string name, NDArray<float> x, int rows, bool training)
    {
        _pass = null;
        _state = _engine.PassState(_trainingPasses, rows, training);
        if (training) _trainingPasses++;
        foreach (LoopLeaf leaf in _leaves)
        {
            leaf.Leaf.Take(rows, _engine.Leaves);
            leaf.Prepare(training);
        }

        // That of the first leaf, which has rows if any has: all others have as many segments.
        _plan = _engine.Describe(training, BatchSplitter.Slice(rows, _engine.Leaves, 0).Count);
        _feed = default;
        SetFeatures(Bring([x])[0]);
        Send(x.RowCount);
        string what = $"Forward of '{name}'";
        for (int segment = 0; segment < _plan.Forward.Segments.Count; segment++)
        {
            Compute(leaf =>
            {
                if (leaf.Pass is { } pass) pass.Forward.Launch(segment);
                else if (training && segment == 0) leaf.Leaf.ClearSums(_model.Stream);
            });
            if (_plan.Forward.Segments[segment].Sum is not (>= 0 and int sum)) continue;
            context.Meet(what);
            Sum(sum);
        }

        Unpin();
        if (training) UpdateState(context, what);
        return _pass = new LoopPass(this, training, x.RowCount);
    }

    /// <summary>Computes a loss, or adds to the sums of metrics.</summary>
    /// <param name="pass">A pass that was required.</param>
    /// <param name="head">What to compute.</param>
    /// <param name="labels">The labels of the replica's rows, checked.</param>
    /// <param name="weights">The weights of the rows, or null.</param>
    /// <param name="gradientScale">What gradients of rows are multiplied by; null leaves it.</param>
    /// <param name="mode">Whether a gradient is wanted.</param>
    public LoopLosses Run(
        LoopPass pass, IHead head, NDArray labels, NDArray<float>? weights, float? gradientScale, StepMode mode)
    {
        PlanKey key = new(mode, 0, DType.Float32, labels.DType, labels.Shape.RowShape(), weights is not null);
        if (gradientScale is { } scale) _state.GradientScale = scale;
        BoundHead?[] heads =
            [.. _leaves.Select(leaf => leaf.Pass?.Head(head, key with { Rows = leaf.Leaf.Count }, _engine.Seed))];
        nint[] data = Bring(weights is null ? [labels] : [labels, weights]);
        SetLabels(data[0], weights is null ? 0 : data[1]);
        Send(pass.Rows);
        Compute(() =>
        {
            foreach (BoundHead? bound in heads) bound?.Launch();
        });
        Unpin();
        GradientEntry entry = heads.FirstOrDefault(bound => bound is not null)?.Description.Entry ?? GradientEntry.None;
        return new LoopLosses(pass, heads, entry);
    }

    /// <summary>Adds what layers and penalties add to the running sum of losses.</summary>
    public void AddLayerSums()
    {
        _model.Guard?.NoteSumsMoved();
        Compute(leaf => leaf.Pass?.LayerSums.Launch(0));
    }

    /// <summary>Copies the predictions of a pass to the host.</summary>
    public void ReadPredictions(LoopPass pass, Span<float> destination) =>
        Read(pass, description => description.Output, destination);

    /// <summary>Copies the gradient of a loss to the host.</summary>
    public void ReadGradient(LoopLosses losses, Span<float> destination) => Read(
        losses.Pass, d => losses.Entry == GradientEntry.Logits ? d.LogitsGradient! : d.OutputGradient!, destination); // Trained, so both are there.

    /// <summary>Copies the losses of all rows to the host, several a row where the loss has them.</summary>
    public static float[] ReadLosses(LoopLosses losses)
    {
        List<float> all = [];
        foreach (BoundHead head in losses.Heads.OfType<BoundHead>())
        {
            float[] values = new float[head.Description.Losses!.Shape.Length]; // A loss has them.
            head.ReadLosses(values);
            all.AddRange(values);
        }

        return [.. all];
    }

    /// <summary>Refuses a pass that the replica no longer holds.</summary>
    public void Require(LoopPass pass, string what)
    {
        if (!ReferenceEquals(pass, _pass))
            throw new InvalidOperationException(
                $"{what} needs the predictions of the last Forward of the model in this step: the devices hold no others. "
                + "Copy predictions with ToNDArray if they are needed later.");
    }

    /// <summary>Ends a step; on the caller's thread, while no replica runs.</summary>
    public void End(bool failed)
    {
        (_pass, _trainingPasses, _updates, _sent) = (null, 0, 0, 0);
        Unpin();
        if (failed) ForgetGradients();
    }

    /// <summary>Forgets everything that is bound to memory.</summary>
    public void ForgetPlans()
    {
        _pass = null;
        foreach (LoopLeaf leaf in _leaves) leaf.ForgetPlans();
    }

    public void Dispose()
    {
        Unpin();
        foreach (LoopLeaf leaf in _leaves) leaf.Dispose();
        _staging?.Dispose();
        _numbers?.Dispose();
    }

    /// <summary>Queues work of every leaf.</summary>
    private void Compute(Action<LoopLeaf> work) => Compute(() =>
    {
        foreach (LoopLeaf leaf in _leaves) work(leaf);
    });

    /// <summary>Queues work while this thread may compute.</summary>
    private void Compute(Action work)
    {
        _model.Device.BeginCompute();
        try
        {
            work();
        }
        finally
        {
            _model.Device.EndCompute();
        }
    }

    /// <summary>Queues a sum over all leaves of the batch, which whatever follows waits for.</summary>
    private void Sum(int range)
    {
        _model.SumExchange!.Reduce(range); // Placed before the step began.
        _model.SumExchange.Complete();
    }

    /// <summary>Queues the change of moving averages, behind the sums that they alone need.</summary>
    private void UpdateState(ReplicaContext context, string what)
    {
        if (_plan!.Sums.Ranges.Count == 0) return; // Set by Forward.
        bool sums = _plan.Sums.Ranges.Count > _plan.Sums.Within;
        Compute(leaf =>
        {
            if (leaf.Pass is not null) leaf.Leaf.AddSums();
        });
        if (sums) context.Meet(what);
        try
        {
            if (sums) Sum(_plan.Sums.Within);
            Compute(_model.UpdateState);
        }
        catch (Exception failure) when (failure is not StepAbortedException)
        {
            _engine.MarkDiverged(); // Others may have the sums.
            throw;
        }
    }

    private void Read(LoopPass pass, Func<PassDescription, PlanTensor> tensor, Span<float> destination)
    {
        int done = 0;
        foreach (LoopLeaf leaf in _leaves)
        {
            if (leaf.Pass is not { } bound) continue;
            PlanTensor source = tensor(bound.Description);
            leaf.Read(source, destination.Slice(done, (int)source.Shape.Length));
            done += (int)source.Shape.Length;
        }

        if (done != destination.Length)
            throw new InvalidOperationException($"The pass of {pass.Rows} rows has {done} numbers, expected {destination.Length}.");
    }
}
