namespace Mirrored;

/// <summary>A function and its derivative in float64, where they are tried, and what float32 is held to.</summary>
/// <param name="Parameters">The constants.</param>
/// <param name="Minimum">The smallest number that is tried.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="Value">The function.</param>
/// <param name="Derivative">Its derivative.</param>
/// <param name="Scale">The size of the largest number that is added or subtracted on the way, where that is more than the
/// result: what is lost by cancellation.</param>
internal sealed record UnaryReference(
    UnaryParameters Parameters, double Minimum, double Maximum, Func<double, double> Value, Func<double, double> Derivative,
    Func<double, double>? Scale = null)
{
    private static readonly double SqrtTwoOverPi = Math.Sqrt(2 / Math.PI);

    public static UnaryReference Of(UnaryFunction function) => function switch
    {
        UnaryFunction.Exp => new(default, -20, 20, Math.Exp, Math.Exp),
        UnaryFunction.Expm1 => new(default, -8, 8, x => Math.Exp(x) - 1, Math.Exp, _ => 1),
        UnaryFunction.Log => new(default, 0.01, 50, Math.Log, x => 1 / x),
        UnaryFunction.Log1p => new(default, -0.9, 50, x => Math.Log(1 + x), x => 1 / (1 + x)),
        UnaryFunction.Sqrt => new(default, 0.01, 50, Math.Sqrt, x => 0.5 / Math.Sqrt(x)),
        UnaryFunction.Rsqrt => new(default, 0.01, 50, x => 1 / Math.Sqrt(x), x => -0.5 / Math.Sqrt(x) / x),
        UnaryFunction.Square => new(default, -50, 50, x => x * x, x => 2 * x),
        UnaryFunction.Reciprocal => new(default, 0.1, 50, x => 1 / x, x => -1 / (x * x)),
        UnaryFunction.Abs => new(default, -5, 5, Math.Abs, x => Math.Sign(x)),
        UnaryFunction.Sign => new(default, -5, 5, x => Math.Sign(x), _ => 0),
        // The exponent times the logarithm carries an error of its own size, which the exponential makes relative.
        UnaryFunction.Pow => new(new(2.5f), 0.05, 20, x => Math.Pow(x, 2.5), x => 2.5 * Math.Pow(x, 1.5),
            x => (1 + (2.5 * Math.Abs(Math.Log(x)))) * Math.Max(Math.Pow(x, 2.5), 2.5 * Math.Pow(x, 1.5))),
        UnaryFunction.Clip => new(new(-1.25f, 2), -5, 5, x => Math.Clamp(x, -1.25, 2), x => x is >= -1.25 and <= 2 ? 1 : 0),
        UnaryFunction.Erf => new(default, -5, 5, ErrorFunction.Of, x => 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x), _ => 1),
        UnaryFunction.Elu => new(
            new(1.5f, 1.25f), -8, 8, x => 1.25 * (x > 0 ? x : 1.5 * (Math.Exp(x) - 1)), x => 1.25 * (x > 0 ? 1 : 1.5 * Math.Exp(x))),
        UnaryFunction.LeakyRelu => new(
            new(0.25f, 0.5f, 3), -5, 5, x => x > 0.5 ? Math.Min(x, 3) : 0.25 * (x - 0.5), x => x > 0.5 ? x < 3 ? 1 : 0 : 0.25),
        UnaryFunction.Softplus => new(default, -20, 20, x => Math.Log(1 + Math.Exp(x)), Sigmoid),
        UnaryFunction.Softsign => new(default, -9, 9, x => x / (1 + Math.Abs(x)), x => Math.Pow(1 + Math.Abs(x), -2)),
        UnaryFunction.Swish => new(
            default, -9, 9, x => x * Sigmoid(x), x => Sigmoid(x) * (1 + (x * (1 - Sigmoid(x)))), x => 1 + Math.Abs(x)),
        UnaryFunction.Gelu => new(
            default, -5, 5, x => x * Normal(x), x => Normal(x) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)), x => 1 + Math.Abs(x)),
        UnaryFunction.GeluTanh => new(default, -5, 5, GeluTanh, GeluTanhDerivative, x => 1 + (x * x)),
        UnaryFunction.HardSigmoid => new(
            default, -5, 5, x => Math.Clamp((0.2 * x) + 0.5, 0, 1), x => (0.2 * x) + 0.5 is > 0 and < 1 ? 0.2 : 0, _ => 1),
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Normal(double x) => (1 + ErrorFunction.Of(x / Math.Sqrt(2))) / 2;

    private static double GeluTanh(double x) => x * (1 + Math.Tanh(SqrtTwoOverPi * (x + (0.044715 * x * x * x)))) / 2;

    private static double GeluTanhDerivative(double x)
    {
        double t = Math.Tanh(SqrtTwoOverPi * (x + (0.044715 * x * x * x)));
        return ((1 + t) / 2) + (x * (1 - (t * t)) * SqrtTwoOverPi * (1 + (3 * 0.044715 * x * x)) / 2);
    }
}
