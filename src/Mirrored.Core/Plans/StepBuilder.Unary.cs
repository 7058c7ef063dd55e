namespace Mirrored;

/// <content>Functions of every element.</content>
public sealed partial class StepBuilder
{
    /// <summary><c>e^x</c>, element by element.</summary>
    /// <param name="input">Any tensor.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Exp(PlanTensor input) => Unary(UnaryFunction.Exp, input);

    /// <summary><c>e^x - 1</c>, without cancellation near 0.</summary>
    /// <inheritdoc cref="Exp"/>
    public PlanTensor Expm1(PlanTensor input) => Unary(UnaryFunction.Expm1, input);

    /// <summary>The natural logarithm; minus infinity of 0, NaN of negative numbers.</summary>
    /// <inheritdoc cref="Exp"/>
    public PlanTensor Log(PlanTensor input) => Unary(UnaryFunction.Log, input);

    /// <summary><c>log(1 + x)</c>, without cancellation near 0.</summary>
    /// <inheritdoc cref="Exp"/>
    public PlanTensor Log1p(PlanTensor input) => Unary(UnaryFunction.Log1p, input);

    /// <summary>The square root; NaN of negative numbers.</summary>
    /// <inheritdoc cref="Exp"/>
    public PlanTensor Sqrt(PlanTensor input) => Unary(UnaryFunction.Sqrt, input);

    /// <summary><c>1 / sqrt x</c>.</summary>
    /// <inheritdoc cref="Exp"/>
    public PlanTensor Rsqrt(PlanTensor input) => Unary(UnaryFunction.Rsqrt, input);

    /// <summary><c>x²</c>.</summary>
    /// <inheritdoc cref="Exp"/>
    public PlanTensor Square(PlanTensor input) => Unary(UnaryFunction.Square, input);

    /// <summary><c>1 / x</c>.</summary>
    /// <inheritdoc cref="Exp"/>
    public PlanTensor Reciprocal(PlanTensor input) => Unary(UnaryFunction.Reciprocal, input);

    /// <summary><c>|x|</c>; its gradient at 0 is 0.</summary>
    /// <inheritdoc cref="Exp"/>
    public PlanTensor Abs(PlanTensor input) => Unary(UnaryFunction.Abs, input);

    /// <summary>1 for positive numbers, -1 for negative ones, else 0; no gradient passes.</summary>
    /// <inheritdoc cref="Exp"/>
    public PlanTensor Sign(PlanTensor input) => Unary(UnaryFunction.Sign, input, hasGradient: false);

    /// <summary>The error function.</summary>
    /// <inheritdoc cref="Exp"/>
    public PlanTensor Erf(PlanTensor input) => Unary(UnaryFunction.Erf, input);

    /// <summary><c>x^exponent</c>. Exact roots and products for 1, 2, 1/2, -1/2 and -1; else <c>e^(exponent log x)</c>, which is NaN
    /// of negative numbers and has a relative error of some <c>1e-7 (1 + |exponent log x|)</c>.</summary>
    /// <param name="input">Any tensor.</param>
    /// <param name="exponent">The exponent, rounded to float32.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Pow(PlanTensor input, double exponent) => exponent switch
    {
        1 => input,
        2 => Square(input),
        0.5 => Sqrt(input),
        -0.5 => Rsqrt(input),
        -1 => Reciprocal(input),
        _ => Unary(UnaryFunction.Pow, input, new UnaryParameters((float)exponent)),
    };

    /// <summary>At least <paramref name="minimum"/> and at most <paramref name="maximum"/>; no gradient passes outside.</summary>
    /// <param name="input">Any tensor.</param>
    /// <param name="minimum">The least number, rounded to float32.</param>
    /// <param name="maximum">The largest number, rounded to float32.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ArgumentException">The minimum is not below or at the maximum.</exception>
    public PlanTensor Clip(PlanTensor input, double minimum, double maximum) => minimum <= maximum
        ? Unary(UnaryFunction.Clip, input, new UnaryParameters((float)minimum, (float)maximum))
        : throw new ArgumentException($"Cannot clip to [{minimum}, {maximum}]: the minimum must not exceed the maximum.");

    private PlanTensor Unary(UnaryFunction function, PlanTensor input, UnaryParameters parameters = default, bool hasGradient = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        Shape matrix = Matrix(input);
        PlanTensor output = Like(input);
        Note(new UnaryOperation
        {
            Function = function, Parameters = parameters, Input = View(input, matrix), Output = View(output, matrix),
        });
        if (!hasGradient) return output;
        _tape.Record(output, input, gradient =>
        {
            PlanTensor result = Like(input);
            Note(new UnaryGradientOperation
            {
                Function = function, Parameters = parameters, OutputGradient = View(gradient, matrix),
                Value = View(function.DerivativeFromOutput() ? output : input, matrix), InputGradient = View(result, matrix),
            });
            return result;
        });
        return output;
    }
}
