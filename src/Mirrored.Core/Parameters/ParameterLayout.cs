namespace Mirrored;

/// <summary>Where each weight lies in the flat range that all roles share: weights, gradients and optimizer slots.</summary>
/// <remarks>
/// <code>
/// | trained: kernel . bias . kernel . bias . guard . pad | frozen ... | state ... |
/// </code>
/// Tensors start at multiples of 256 bytes and what lies between them is zero and stays zero. The trained range is padded
/// so that it splits evenly over the replicas. Gradients and slots cover the trained range only.
/// </remarks>
internal sealed class ParameterLayout
{
    /// <summary>Bytes; every tensor starts at a multiple, which suits any vector load and any copy engine.</summary>
    public const int Alignment = 256;

    /// <summary>Lays weights out.</summary>
    /// <param name="parameters">The weights.</param>
    /// <param name="replicas">How many replicas there are.</param>
    /// <param name="guarded">True makes room for <see cref="LossGuard"/>.</param>
    /// <exception cref="ArgumentException">There are more weights than 32 bits can count.</exception>
    public ParameterLayout(IReadOnlyList<Parameter> parameters, int replicas, bool guarded = false)
    {
        Parameters = parameters;
        long offset = 0;
        Trained = [.. parameters.Where(p => p.IsTrained)];
        Parameter[] others = [.. parameters.Where(p => p.Trainable && p.IsFrozen), .. parameters.Where(p => !p.Trainable)];
        foreach (Parameter parameter in Trained) Place(parameter, ref offset);
        if (guarded && Trained.Count > 0)
        {
            LossGuard = new PlanTensor("loss guard", 1, DType.Float32, MemoryRegion.Gradients, offset);
            offset += Alignment;
        }

        TrainableBytes = RoundUp(offset, (long)Alignment * replicas);
        offset = TrainableBytes;
        foreach (Parameter parameter in others) Place(parameter, ref offset);
        Bytes = offset;
        if (Bytes / sizeof(float) > int.MaxValue)
            throw new ArgumentException(
                $"The model has {parameters.Sum(p => p.Shape.Length):N0} weights; at most {int.MaxValue:N0} are possible. Use smaller layers.");
        Segments = new SegmentTable([.. Trained, .. others], Bytes);
    }

    /// <summary>All weights in model order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The weights that training changes, in model order.</summary>
    public IReadOnlyList<Parameter> Trained { get; }

    /// <summary>A number behind the gradients that is exchanged with them, so that every replica knows whether the loss of all leaves
    /// is finite: zero, or NaN. Null without guard.</summary>
    public PlanTensor? LossGuard { get; }

    /// <summary>What is special about each weight.</summary>
    public SegmentTable Segments { get; }

    /// <summary>The size of the range that training changes.</summary>
    public long TrainableBytes { get; }

    /// <summary>The size of all weights, padding included.</summary>
    public long Bytes { get; }

    /// <summary>The trainable range of a role as one flat tensor.</summary>
    /// <param name="region">The role.</param>
    /// <param name="slot">The number of the optimizer slot.</param>
    /// <param name="name">The name in messages.</param>
    public PlanTensor Trainable(MemoryRegion region, string name, int slot = 0) =>
        new(name, checked((int)(TrainableBytes / sizeof(float))), DType.Float32, region, slot * TrainableBytes);

    /// <summary>One weight's part of an optimizer slot.</summary>
    public PlanTensor Slot(Parameter parameter, int slot) => new(
        parameter.Name, parameter.Shape, DType.Float32, MemoryRegion.Slots, slot * TrainableBytes + parameter.Value.Offset);

    private static void Place(Parameter parameter, ref long offset)
    {
        parameter.Value.Offset = offset;
        parameter.Gradient.Offset = offset;
        offset = RoundUp(checked(offset + parameter.Value.Bytes), Alignment);
    }

    private static long RoundUp(long value, long multiple) => (value + multiple - 1) / multiple * multiple;
}
