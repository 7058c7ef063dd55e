namespace Mirrored;

/// <content>Comparisons: 1 where they hold, else 0. They have no gradient.</content>
public sealed partial class StepBuilder
{
    /// <summary>1 where <c>a &gt; b</c>, else 0.</summary>
    /// <param name="a">Any tensor.</param>
    /// <param name="b">A tensor of the same shape; or of the shape of the last axes of <paramref name="a"/>, which is used for all
    /// its rows; or <c>(..., 1)</c>, one number for each row.</param>
    /// <returns>A tensor of the shape of <paramref name="a"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public PlanTensor Greater(PlanTensor a, PlanTensor b) => Binary(BinaryFunction.Greater, a, b);

    /// <summary>1 where <c>a &gt;= b</c>, else 0.</summary>
    /// <inheritdoc cref="Greater(PlanTensor, PlanTensor)"/>
    public PlanTensor GreaterOrEqual(PlanTensor a, PlanTensor b) => Binary(BinaryFunction.GreaterOrEqual, a, b);

    /// <summary>1 where <c>a &lt; b</c>, else 0.</summary>
    /// <inheritdoc cref="Greater(PlanTensor, PlanTensor)"/>
    public PlanTensor Less(PlanTensor a, PlanTensor b) => Binary(BinaryFunction.Less, a, b);

    /// <summary>1 where <c>a &lt;= b</c>, else 0.</summary>
    /// <inheritdoc cref="Greater(PlanTensor, PlanTensor)"/>
    public PlanTensor LessOrEqual(PlanTensor a, PlanTensor b) => Binary(BinaryFunction.LessOrEqual, a, b);

    /// <summary>1 where <c>a = b</c>, else 0.</summary>
    /// <inheritdoc cref="Greater(PlanTensor, PlanTensor)"/>
    public PlanTensor Equal(PlanTensor a, PlanTensor b) => Binary(BinaryFunction.Equal, a, b);

    /// <summary>0 where <c>a = b</c>, else 1.</summary>
    /// <inheritdoc cref="Greater(PlanTensor, PlanTensor)"/>
    public PlanTensor NotEqual(PlanTensor a, PlanTensor b) => Binary(BinaryFunction.NotEqual, a, b);

    /// <summary>1 where an element is larger than a number, else 0.</summary>
    /// <param name="a">Any tensor.</param>
    /// <param name="b">The number, rounded to float32.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Greater(PlanTensor a, double b) => Scalar(BinaryFunction.Greater, a, b);

    /// <summary>1 where an element is at least a number, else 0.</summary>
    /// <inheritdoc cref="Greater(PlanTensor, double)"/>
    public PlanTensor GreaterOrEqual(PlanTensor a, double b) => Scalar(BinaryFunction.GreaterOrEqual, a, b);

    /// <summary>1 where an element is smaller than a number, else 0.</summary>
    /// <inheritdoc cref="Greater(PlanTensor, double)"/>
    public PlanTensor Less(PlanTensor a, double b) => Scalar(BinaryFunction.Less, a, b);

    /// <summary>1 where an element is at most a number, else 0.</summary>
    /// <inheritdoc cref="Greater(PlanTensor, double)"/>
    public PlanTensor LessOrEqual(PlanTensor a, double b) => Scalar(BinaryFunction.LessOrEqual, a, b);

    /// <summary>1 where an element equals a number, else 0.</summary>
    /// <inheritdoc cref="Greater(PlanTensor, double)"/>
    public PlanTensor Equal(PlanTensor a, double b) => Scalar(BinaryFunction.Equal, a, b);

    /// <summary>0 where an element equals a number, else 1.</summary>
    /// <inheritdoc cref="Greater(PlanTensor, double)"/>
    public PlanTensor NotEqual(PlanTensor a, double b) => Scalar(BinaryFunction.NotEqual, a, b);
}
