namespace Mirrored;

/// <summary>The rule of an <see cref="ElementLossOperation"/>, of a prediction <c>p</c>, a label <c>t</c> and a parameter.</summary>
/// <remarks><c>eps</c> is 1e-7. Where a rule clips or takes the larger of two, the slope is 0 on the constant side.</remarks>
internal enum ElementLossFunction
{
    /// <summary><c>(p - t)^2</c>.</summary>
    SquaredError = 0,

    /// <summary><c>|p - t|</c>.</summary>
    AbsoluteError = 1,

    /// <summary><c>100 |p - t| / max(|t|, eps)</c>.</summary>
    PercentageError = 2,

    /// <summary><c>(log(1 + max(p, eps)) - log(1 + max(t, eps)))^2</c>.</summary>
    SquaredLogarithmicError = 3,

    /// <summary><c>e^2 / 2</c> where <c>e = |p - t|</c> is at most the parameter <c>d</c>, else <c>d e - d^2 / 2</c>.</summary>
    Huber = 4,

    /// <summary><c>log cosh(p - t)</c>.</summary>
    LogCosh = 5,

    /// <summary><c>p - t log(p + eps)</c>.</summary>
    Poisson = 6,

    /// <summary><c>t log(t / p)</c>, both clipped to [eps, 1]; a row's loss is the sum, not the mean.</summary>
    KLDivergence = 7,

    /// <summary><c>max(1 - t p, 0)</c>; a label of 0 counts as -1.</summary>
    Hinge = 8,

    /// <summary>The square of <see cref="Hinge"/>.</summary>
    SquaredHinge = 9,

    /// <summary><c>-(t log(p + eps) + (1 - t) log(1 - p + eps))</c> with <c>p</c> clipped to [eps, 1 - eps]; the parameter
    /// <c>s</c> smooths labels to <c>t (1 - s) + s / 2</c>.</summary>
    BinaryCrossEntropy = 10,

    /// <summary><c>max(p, 0) - p t + log(1 + e^-|p|)</c> of a logit, labels smoothed as above.</summary>
    BinaryCrossEntropyFromLogit = 11,

    /// <summary>1 where <c>p</c> above the parameter tells whether <c>t</c> is 1, else 0; without slope.</summary>
    BinaryAccuracy = 12,
}
