namespace Mirrored;

/// <content>Activations beyond ReLU, sigmoid, tanh and softmax; normalisation.</content>
public sealed partial class StepBuilder
{
    /// <summary><c>min(x, maximum)</c> where <c>x &gt; threshold</c>, else <c>slope (x - threshold)</c>.</summary>
    /// <param name="input">Any tensor.</param>
    /// <param name="slope">The slope below the threshold.</param>
    /// <param name="maximum">The largest value; infinity for none.</param>
    /// <param name="threshold">Where the rising part begins.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Relu(PlanTensor input, double slope, double maximum = double.PositiveInfinity, double threshold = 0) =>
        slope == 0 && double.IsPositiveInfinity(maximum) && threshold == 0
            ? Relu(input)
            : Unary(UnaryFunction.LeakyRelu, input, new UnaryParameters((float)slope, (float)threshold, (float)maximum));

    /// <summary><c>scale x</c> where <c>x</c> is positive, else <c>scale alpha (e^x - 1)</c>.</summary>
    /// <param name="input">Any tensor.</param>
    /// <param name="alpha">The negative limit.</param>
    /// <param name="scale">What all is multiplied by.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Elu(PlanTensor input, double alpha = 1, double scale = 1) =>
        Unary(UnaryFunction.Elu, input, new UnaryParameters((float)alpha, (float)scale));

    /// <summary><c>log(1 + e^x)</c>.</summary>
    /// <param name="input">Any tensor.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Softplus(PlanTensor input) => Unary(UnaryFunction.Softplus, input);

    /// <summary><c>x / (1 + |x|)</c>.</summary>
    /// <inheritdoc cref="Softplus"/>
    public PlanTensor Softsign(PlanTensor input) => Unary(UnaryFunction.Softsign, input);

    /// <summary><c>x / (1 + e^-x)</c>.</summary>
    /// <inheritdoc cref="Softplus"/>
    public PlanTensor Swish(PlanTensor input) => Unary(UnaryFunction.Swish, input);

    /// <summary><c>0.2 x + 0.5</c>, at least 0 and at most 1.</summary>
    /// <inheritdoc cref="Softplus"/>
    public PlanTensor HardSigmoid(PlanTensor input) => Unary(UnaryFunction.HardSigmoid, input);

    /// <summary><c>x (1 + erf(x / sqrt 2)) / 2</c>, or its approximation by tanh.</summary>
    /// <param name="input">Any tensor.</param>
    /// <param name="approximate">Whether to compute <c>x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x³))) / 2</c>.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Gelu(PlanTensor input, bool approximate = false) =>
        Unary(approximate ? UnaryFunction.GeluTanh : UnaryFunction.Gelu, input);

    /// <summary>The logarithm of softmax along the last axis: <c>x - max x - log sum e^(x - max x)</c>.</summary>
    /// <param name="input"><c>(rows, ..., n)</c>.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor LogSoftmax(PlanTensor input)
    {
        PlanTensor shifted = Subtract(input, StopGradient(Max(input, keepAxis: true)));
        return Subtract(shifted, Log(Sum(Exp(shifted), keepAxis: true)));
    }

    /// <summary>Mean 0 and variance 1 along the last axis: <c>(x - mean) / sqrt(variance + epsilon)</c>.</summary>
    /// <param name="input"><c>(rows, ..., n)</c>.</param>
    /// <param name="epsilon">Keeps rows of equal numbers finite; above 0.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ArgumentException">The tensor has no axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not above 0.</exception>
    public PlanTensor Normalize(PlanTensor input, double epsilon = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!((float)epsilon > 0)) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Epsilon is above 0.");
        if (input.Shape.Rank == 0) throw new ArgumentException($"{input} has no axis to normalise.", nameof(input));
        Shape matrix = [checked((int)(input.Shape.Length / Math.Max(1, input.Shape[-1]))), input.Shape[-1]];
        PlanTensor output = Like(input), scale = Temporary("scale", matrix[0]);
        Note(new RowNormalizeOperation
        {
            Input = View(input, matrix), Epsilon = (float)epsilon, Output = View(output, matrix), Scale = scale,
        });
        _tape.Record(output, input, gradient =>
        {
            PlanTensor result = Like(input);
            Note(new RowNormalizeGradientOperation
            {
                OutputGradient = View(gradient, matrix), Output = View(output, matrix), Scale = scale, InputGradient = View(result, matrix),
            });
            return result;
        });
        return output;
    }
}
