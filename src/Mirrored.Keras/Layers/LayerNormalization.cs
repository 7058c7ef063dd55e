namespace Mirrored.Keras;

/// <summary>Gives the last axis of every row mean 0 and variance 1, then scales and shifts it:
/// <c>gamma (x - mean) / sqrt(variance + epsilon) + beta</c>.</summary>
/// <remarks>Gamma and beta have the size of the last axis. Source: Ba et al., 2016.</remarks>
public sealed class LayerNormalization : Layer
{
    private Parameter? _gamma;
    private Parameter? _beta;

    /// <summary>Makes the layer.</summary>
    /// <param name="epsilon">Keeps rows of equal numbers finite; above 0.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether gamma multiplies.</param>
    /// <param name="inputShape">The shape of one row of input, in the first layer of a model.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not above 0 and finite.</exception>
    public LayerNormalization(
        double epsilon = 1e-3, bool center = true, bool scale = true, Shape? inputShape = null, string? name = null)
        : base(name)
    {
        if (!double.IsFinite(epsilon) || !((float)epsilon > 0))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Epsilon is above 0 and finite.");
        (Epsilon, Center, Scale, InputShape) = (epsilon, center, scale, inputShape);
    }

    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>Whether beta is added.</summary>
    public bool Center { get; }

    /// <summary>Whether gamma multiplies.</summary>
    public bool Scale { get; }

    /// <summary>How gamma starts; default <see cref="Ones"/>.</summary>
    public Initializer GammaInitializer { get; init; } = new Ones();

    /// <summary>How beta starts; default <see cref="Zeros"/>.</summary>
    public Initializer BetaInitializer { get; init; } = new Zeros();

    /// <summary>The penalty on gamma; null for none.</summary>
    public Regularizer? GammaRegularizer { get; init; }

    /// <summary>The penalty on beta; null for none.</summary>
    public Regularizer? BetaRegularizer { get; init; }

    /// <summary>What gamma is brought back to after every update; null for nothing.</summary>
    public Constraint? GammaConstraint { get; init; }

    /// <summary>What beta is brought back to after every update; null for nothing.</summary>
    public Constraint? BetaConstraint { get; init; }

    /// <inheritdoc/>
    protected internal override Shape ComputeOutputShape(Shape inputShape) => inputShape.Rank > 0 && inputShape[-1] > 0
        ? inputShape
        : throw new ShapeMismatchException(Name, "(..., features)", inputShape.ToString());

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        if (Scale) _gamma = AddWeight("gamma", inputShape[-1], GammaInitializer, true, GammaRegularizer, GammaConstraint);
        if (Center) _beta = AddWeight("beta", inputShape[-1], BetaInitializer, true, BetaRegularizer, BetaConstraint);
    }

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        PlanTensor output = step.Normalize(input, Epsilon);
        if (_gamma is not null) output = step.Multiply(output, _gamma);
        return _beta is null ? output : step.Add(output, _beta);
    }
}
