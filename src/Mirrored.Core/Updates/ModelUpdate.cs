namespace Mirrored;

/// <summary>What a model does with reduced gradients: limits, one pass of the optimizer, constraints.</summary>
internal sealed class ModelUpdate
{
    private readonly GradientLimits _limits;
    private readonly Func<UpdateStep, double>[] _scalars;

    /// <summary>Keeps what was described.</summary>
    /// <param name="builder">The optimizer.</param>
    /// <param name="limits">How gradients are limited; null for not at all.</param>
    /// <param name="decay">How much of a weight each update takes away, times the learning rate; null for nothing.</param>
    /// <exception cref="InvalidOperationException">The optimizer is too long or needs too many values at a time.</exception>
    public ModelUpdate(UpdateBuilder builder, GradientLimits? limits = null, Func<Parameter, double>? decay = null)
    {
        Rule = builder.ToRule();
        Slots = [.. builder.Slots];
        _scalars = [.. builder.Scalars];
        _limits = limits ?? new GradientLimits();
        Decay = decay ?? (_ => 0);
    }

    public UpdateRule Rule { get; }

    /// <summary>What is kept for each weight.</summary>
    public IReadOnlyList<UpdateSlot> Slots { get; }

    /// <summary>How much of a weight each update takes away, times the learning rate.</summary>
    public Func<Parameter, double> Decay { get; }

    /// <summary>Fills in the numbers of one update.</summary>
    /// <param name="state">Its <see cref="StepState.Step"/> says which.</param>
    /// <param name="learningRate">The learning rate.</param>
    public void Fill(ref StepState state, double learningRate)
    {
        UpdateStep step = new(state.Step, learningRate);
        state.LearningRate = (float)learningRate;
        for (int i = 0; i < _scalars.Length; i++) state.Scalars[i] = (float)_scalars[i](step);
    }

    /// <summary>The operations that fill fresh slots.</summary>
    public IEnumerable<Operation> DescribeSlots(ParameterLayout layout) =>
        from slot in Slots.Index()
        where slot.Item.InitialValue != 0
        from parameter in layout.Trained
        select new FillOperation { Output = layout.Slot(parameter, slot.Index), Value = (float)slot.Item.InitialValue };

    /// <summary>The operations of one update, in order.</summary>
    /// <param name="layout">The weights.</param>
    /// <param name="slice">The part that the optimizer's pass is limited to, whole blocks of <see cref="Segment.BlockLength"/>;
    /// null for everything. What comes before and behind that pass is not limited.</param>
    public IEnumerable<Operation> Describe(ParameterLayout layout, Bucket? slice = null)
    {
        if (layout.Trained.Count == 0) yield break;
        PlanTensor weights = layout.Trainable(MemoryRegion.Weights, "weights");
        PlanTensor gradients = layout.Trainable(MemoryRegion.Gradients, "gradients");
        double clipValue = _limits.Value ?? double.PositiveInfinity;
        double? limit = _limits.Norm ?? _limits.GlobalNorm;
        if (limit is { } norm)
        {
            yield return new BlockSumOperation
            {
                Weights = weights, Gradients = gradients, Segments = layout.Segments.Tensors, ClipValue = clipValue,
            };
            yield return new ClipScaleOperation
            {
                Segments = layout.Segments.Tensors, Trained = layout.Trained.Count, Limit = norm,
                Global = _limits.Norm is null, Blocks = weights.Shape.Length / Segment.BlockLength,
            };
        }

        yield return new UpdateOperation
        {
            Weights = weights, Gradients = gradients, Segments = layout.Segments.Tensors,
            Rule = Rule, RuleImage = layout.Segments.Rule,
            Slots = [.. Slots.Select((s, i) => layout.Trainable(MemoryRegion.Slots, s.Name, i))],
            ClipValue = clipValue, Scaled = limit is not null, Start = slice?.Start ?? 0, Count = slice?.Count,
        };
        foreach (Parameter parameter in layout.Trained)
            if (parameter.Rule.Norms is { } range)
                yield return new NormConstraintOperation { Weights = parameter.Value, Range = range };
    }
}
