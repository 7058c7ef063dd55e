namespace Mirrored.Keras;

/// <summary>Gives every channel mean 0 and variance 1 over the batch, then scales and shifts it:
/// <c>gamma (x - mean) / sqrt(variance + epsilon) + beta</c>.</summary>
/// <remarks>
/// <para>In training mean and variance are those of the global batch, over all replicas, so that the number of replicas does not
/// matter; with <c>synchronized: false</c> each replica takes those of its own rows, as Keras does (in deterministic mode each of
/// the eight leaves of a batch). The variance is the biased one.</para>
/// <para>In evaluation, in prediction, and while <see cref="Layer.Trainable"/> is false, they are moving averages,
/// <c>moving += (batch - moving) (1 - momentum)</c> after each training step. Unsynchronized variances are averaged by rows.</para>
/// <para>Weights in order: gamma, beta, moving mean, moving variance, each of the size of the axis. A synchronized layer sums
/// twice over all replicas forward and once backward. Source: Ioffe and Szegedy, 2015; Keras 2.9.</para>
/// </remarks>
public sealed class BatchNormalization : Layer
{
    private Parameter? _gamma;
    private Parameter? _beta;
    private Parameter? _movingMean;
    private Parameter? _movingVariance;

    /// <summary>Makes the layer.</summary>
    /// <param name="axis">The axis of the channels, counted with the batch axis as 0; negative counts from the end.</param>
    /// <param name="momentum">How much of the moving averages stays in a step, in [0, 1].</param>
    /// <param name="epsilon">Keeps channels of equal numbers finite; above 0.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether gamma multiplies.</param>
    /// <param name="synchronized">Whether statistics are those of the global batch; false for each replica's own.</param>
    /// <param name="inputShape">The shape of one row of input, in the first layer of a model.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="axis"/> is the batch's, <paramref name="momentum"/> is not in
    /// [0, 1], or <paramref name="epsilon"/> is not above 0 and finite.</exception>
    public BatchNormalization(
        int axis = -1, double momentum = 0.99, double epsilon = 1e-3, bool center = true, bool scale = true,
        bool synchronized = true, Shape? inputShape = null, string? name = null)
        : base(name)
    {
        if (axis == 0) throw new ArgumentOutOfRangeException(nameof(axis), axis, "Axis 0 is the batch's: channels lie along another.");
        if (momentum is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "A momentum lies in [0, 1].");
        if (!double.IsFinite(epsilon) || !((float)epsilon > 0))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Epsilon is above 0 and finite.");
        (Axis, Momentum, Epsilon, Center, Scale) = (axis, momentum, epsilon, center, scale);
        (Synchronized, InputShape) = (synchronized, inputShape);
    }

    /// <summary>The axis of the channels, counted with the batch axis as 0; negative counts from the end.</summary>
    public int Axis { get; }

    /// <summary>How much of the moving averages stays in a step.</summary>
    public double Momentum { get; }

    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>Whether beta is added.</summary>
    public bool Center { get; }

    /// <summary>Whether gamma multiplies.</summary>
    public bool Scale { get; }

    /// <summary>Whether statistics are those of the global batch.</summary>
    public bool Synchronized { get; }

    /// <summary>How gamma starts; default <see cref="Ones"/>.</summary>
    public Initializer GammaInitializer { get; init; } = new Ones();

    /// <summary>How beta starts; default <see cref="Zeros"/>.</summary>
    public Initializer BetaInitializer { get; init; } = new Zeros();

    /// <summary>How the moving mean starts; default <see cref="Zeros"/>.</summary>
    public Initializer MovingMeanInitializer { get; init; } = new Zeros();

    /// <summary>How the moving variance starts; default <see cref="Ones"/>.</summary>
    public Initializer MovingVarianceInitializer { get; init; } = new Ones();

    /// <summary>The penalty on gamma; null for none.</summary>
    public Regularizer? GammaRegularizer { get; init; }

    /// <summary>The penalty on beta; null for none.</summary>
    public Regularizer? BetaRegularizer { get; init; }

    /// <summary>What gamma is brought back to after every update; null for nothing.</summary>
    public Constraint? GammaConstraint { get; init; }

    /// <summary>What beta is brought back to after every update; null for nothing.</summary>
    public Constraint? BetaConstraint { get; init; }

    /// <inheritdoc/>
    protected internal override Shape ComputeOutputShape(Shape inputShape)
    {
        int axis = AxisOf(inputShape.Rank + 1);
        return axis > 0 && axis <= inputShape.Rank && inputShape.Length > 0
            ? inputShape
            : throw new ShapeMismatchException(Name, $"rows that have numbers, and an axis {Axis} behind the batch's", inputShape.ToString());
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int channels = inputShape[AxisOf(inputShape.Rank + 1) - 1];
        if (Scale) _gamma = AddWeight("gamma", channels, GammaInitializer, true, GammaRegularizer, GammaConstraint);
        if (Center) _beta = AddWeight("beta", channels, BetaInitializer, true, BetaRegularizer, BetaConstraint);
        _movingMean = AddWeight("moving_mean", channels, MovingMeanInitializer, trainable: false);
        _movingVariance = AddWeight("moving_variance", channels, MovingVarianceInitializer, trainable: false);
    }

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(input);
        int axis = AxisOf(input.Shape.Rank);
        PlanTensor mean = _movingMean!, variance = _movingVariance!; // Build always comes first.
        PlanTensor output = step.Training && !IsFrozen
            ? step.BatchNormalize(input, axis, Epsilon, Synchronized, (mean, variance, Momentum))
            : step.Standardize(input, axis, Epsilon, mean, variance);
        if (_gamma is not null) output = step.PerChannel(BinaryFunction.Multiply, output, axis, _gamma);
        return _beta is null ? output : step.PerChannel(BinaryFunction.Add, output, axis, _beta);
    }

    private int AxisOf(int rank) => Axis < 0 ? Axis + rank : Axis;
}
