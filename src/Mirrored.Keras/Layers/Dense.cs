namespace Mirrored.Keras;

/// <summary>A fully connected layer: <c>activation(input kernel + bias)</c>.</summary>
/// <remarks>Input <c>(rows, ..., in)</c>, kernel <c>(in, units)</c>, bias <c>(units)</c>, output <c>(rows, ..., units)</c>:
/// rows of more than one axis are multiplied along the last.</remarks>
/// <example><code>new Dense(128, activation: "relu", inputShape: 784)</code></example>
public sealed class Dense : Layer
{
    private Parameter? _kernel;
    private Parameter? _bias;

    /// <summary>Makes the layer.</summary>
    /// <param name="units">The number of outputs, at least 1.</param>
    /// <param name="activation">What is applied to the sum; null for nothing.</param>
    /// <param name="useBias">Whether there is a bias.</param>
    /// <param name="inputShape">The shape of one row of input, in the first layer of a model.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is less than 1.</exception>
    public Dense(int units, ActivationFunction? activation = null, bool useBias = true, Shape? inputShape = null, string? name = null)
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        (Units, Activation, UseBias, InputShape) = (units, activation ?? new Linear(), useBias, inputShape);
    }

    /// <summary>The number of outputs.</summary>
    public int Units { get; }

    /// <summary>What is applied to the sum.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>Whether there is a bias.</summary>
    public bool UseBias { get; }

    /// <summary>How the kernel starts; default <see cref="GlorotUniform"/>.</summary>
    public Initializer KernelInitializer { get; init; } = new GlorotUniform();

    /// <summary>How the bias starts; default <see cref="Zeros"/>.</summary>
    public Initializer BiasInitializer { get; init; } = new Zeros();

    /// <summary>The kernel's penalty; null for none.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>The bias's penalty; null for none.</summary>
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>The penalty on the output, which a row adds to the loss as it does with <see cref="ActivityRegularization"/>; null for
    /// none.</summary>
    public Regularizer? ActivityRegularizer { get; init; }

    /// <summary>What the kernel is brought back to after every update; null for nothing.</summary>
    public Constraint? KernelConstraint { get; init; }

    /// <summary>What the bias is brought back to after every update; null for nothing.</summary>
    public Constraint? BiasConstraint { get; init; }

    /// <inheritdoc/>
    protected internal override Shape ComputeOutputShape(Shape inputShape)
    {
        if (inputShape.Rank == 0 || inputShape[-1] == 0) throw new ShapeMismatchException(Name, "(..., features)", inputShape.ToString());
        int[] axes = [.. inputShape];
        axes[^1] = Units;
        return axes;
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        _kernel = AddWeight(
            "kernel", [inputShape[-1], Units], KernelInitializer, regularizer: KernelRegularizer, constraint: KernelConstraint);
        if (!UseBias) return;
        _bias = AddWeight("bias", Units, BiasInitializer, regularizer: BiasRegularizer, constraint: BiasConstraint);
    }

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(input);
        int features = input.Shape[-1];
        PlanTensor rows = step.Reshape(input, [checked((int)(input.Shape.Length / features)), features]);
        PlanTensor output = step.MatMul(rows, _kernel!); // Build always comes first.
        if (_bias is not null) output = step.AddBias(output, _bias);
        output = step.Reshape(Activation.Call(step, output), OutputShape!.Value.Prepend(input.Shape[0]));
        if (ActivityRegularizer is { } penalty) ActivityRegularization.Penalize(step, output, penalty.Magnitudes, penalty.Squares);
        return output;
    }
}
