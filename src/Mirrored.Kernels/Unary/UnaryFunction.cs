namespace Mirrored;

/// <summary>A function of one number; <c>a</c>, <c>b</c> and <c>c</c> are its <see cref="UnaryParameters"/>.</summary>
internal enum UnaryFunction
{
    /// <summary><c>e^x</c>.</summary>
    Exp = 0,

    /// <summary><c>e^x - 1</c>.</summary>
    Expm1 = 1,

    /// <summary><c>log x</c>.</summary>
    Log = 2,

    /// <summary><c>log(1 + x)</c>.</summary>
    Log1p = 3,

    /// <summary>The square root.</summary>
    Sqrt = 4,

    /// <summary>1 over the square root, rounded twice.</summary>
    Rsqrt = 5,

    /// <summary><c>x²</c>.</summary>
    Square = 6,

    /// <summary><c>1 / x</c>.</summary>
    Reciprocal = 7,

    /// <summary><c>|x|</c>; derivative 0 at 0.</summary>
    Abs = 8,

    /// <summary>1, -1, or 0 of 0; derivative 0.</summary>
    Sign = 9,

    /// <summary><c>x^a = e^(a log x)</c>; NaN of negative numbers.</summary>
    Pow = 10,

    /// <summary>At least <c>a</c> and at most <c>b</c>; derivative 1 from <c>a</c> to <c>b</c>, else 0.</summary>
    Clip = 11,

    /// <summary>The error function.</summary>
    Erf = 12,

    /// <summary><c>x</c> where positive, else <c>a (e^x - 1)</c>; all times <c>b</c>.</summary>
    Elu = 13,

    /// <summary><c>min(x, c)</c> where <c>x &gt; b</c>, else <c>a (x - b)</c>; derivative 0 from <c>c</c> on.</summary>
    LeakyRelu = 14,

    /// <summary><c>log(1 + e^x) = max(x, 0) + log1p(e^-|x|)</c>.</summary>
    Softplus = 15,

    /// <summary><c>x / (1 + |x|)</c>.</summary>
    Softsign = 16,

    /// <summary><c>x / (1 + e^-x)</c>.</summary>
    Swish = 17,

    /// <summary><c>x (1 + erf(x / sqrt 2)) / 2</c>.</summary>
    Gelu = 18,

    /// <summary><c>x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x³))) / 2</c>.</summary>
    GeluTanh = 19,

    /// <summary><c>0.2 x + 0.5</c>, at least 0 and at most 1; derivative 0.2 between, else 0.</summary>
    HardSigmoid = 20,
}

internal static class UnaryFunctions
{
    /// <summary>True when the derivative follows from the function's value, false when from its argument.</summary>
    public static bool DerivativeFromOutput(this UnaryFunction function) => function
        is UnaryFunction.Exp or UnaryFunction.Expm1 or UnaryFunction.Sqrt or UnaryFunction.Rsqrt or UnaryFunction.Reciprocal;
}
