namespace Mirrored;

/// <summary>An element-wise activation whose derivative follows from its own value.</summary>
internal enum Activation
{
    /// <summary><c>x</c>; derivative 1.</summary>
    Linear = 0,

    /// <summary><c>max(x, 0)</c>, NaN stays NaN; derivative 1 where the value is positive, else 0.</summary>
    Relu = 1,

    /// <summary><c>1 / (1 + e^-x)</c>; derivative <c>y (1 - y)</c>.</summary>
    Sigmoid = 2,

    /// <summary><c>tanh x</c>; derivative <c>1 - y²</c>.</summary>
    Tanh = 3,
}
