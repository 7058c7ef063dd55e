namespace Mirrored;

/// <content>Operations of two tensors, element by element.</content>
/// <remarks>The second operand has the shape of the first; or that of its last axes, and is used for all its rows; or
/// <c>(..., 1)</c>, one number for each row. The gradient of a smaller operand is the sum over what it was used for.</remarks>
public sealed partial class StepBuilder
{
    /// <summary><c>a + b</c>, element by element.</summary>
    /// <param name="a">Any tensor.</param>
    /// <param name="b">A tensor of the same shape; or of the shape of the last axes of <paramref name="a"/>, which is used for all
    /// its rows; or <c>(..., 1)</c>, one number for each row.</param>
    /// <returns>A tensor of the shape of <paramref name="a"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public PlanTensor Add(PlanTensor a, PlanTensor b) =>
        Binary(BinaryFunction.Add, a, b, (gradient, _) => gradient, (gradient, _) => gradient);

    /// <summary><c>a - b</c>, element by element.</summary>
    /// <inheritdoc cref="Add(PlanTensor, PlanTensor)"/>
    public PlanTensor Subtract(PlanTensor a, PlanTensor b) =>
        Binary(BinaryFunction.Subtract, a, b, (gradient, _) => gradient, (gradient, _) => Negate(gradient));

    /// <summary><c>a b</c>, element by element.</summary>
    /// <inheritdoc cref="Add(PlanTensor, PlanTensor)"/>
    public PlanTensor Multiply(PlanTensor a, PlanTensor b) =>
        Binary(BinaryFunction.Multiply, a, b, (gradient, _) => Multiply(gradient, b), (gradient, _) => Multiply(gradient, a));

    /// <summary><c>a / b</c>, element by element.</summary>
    /// <inheritdoc cref="Add(PlanTensor, PlanTensor)"/>
    public PlanTensor Divide(PlanTensor a, PlanTensor b) => Binary(
        BinaryFunction.Divide, a, b, (gradient, _) => Divide(gradient, b),
        (gradient, quotient) => Negate(Divide(Multiply(gradient, quotient), b)));

    /// <summary>The larger of both, element by element; NaN where either is. Where they are equal, the gradient goes to
    /// <paramref name="a"/>.</summary>
    /// <inheritdoc cref="Add(PlanTensor, PlanTensor)"/>
    public PlanTensor Maximum(PlanTensor a, PlanTensor b) => Binary(
        BinaryFunction.Maximum, a, b, (gradient, _) => Keep(gradient, GreaterOrEqual(a, b)), (gradient, _) => Keep(gradient, Less(a, b)));

    /// <summary>The smaller of both, element by element; NaN where either is. Where they are equal, the gradient goes to
    /// <paramref name="a"/>.</summary>
    /// <inheritdoc cref="Add(PlanTensor, PlanTensor)"/>
    public PlanTensor Minimum(PlanTensor a, PlanTensor b) => Binary(
        BinaryFunction.Minimum, a, b, (gradient, _) => Keep(gradient, LessOrEqual(a, b)), (gradient, _) => Keep(gradient, Greater(a, b)));

    /// <summary><c>whenTrue</c> where the condition is not 0, elsewhere <c>whenFalse</c>; what is not taken has no effect, not even
    /// NaN, and no gradient.</summary>
    /// <param name="condition">A tensor of the same shape, such as <see cref="Greater(PlanTensor, PlanTensor)"/> gives.</param>
    /// <param name="whenTrue">Any tensor.</param>
    /// <param name="whenFalse">A tensor of the same shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public PlanTensor Where(PlanTensor condition, PlanTensor whenTrue, PlanTensor whenFalse)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(whenTrue);
        ArgumentNullException.ThrowIfNull(whenFalse);
        if (condition.Shape != whenTrue.Shape || whenTrue.Shape != whenFalse.Shape)
            throw new ArgumentException($"Expected three tensors of one shape, found {condition}, {whenTrue} and {whenFalse}.");
        return Add(Keep(whenTrue, condition), Keep(whenFalse, Equal(condition, 0)));
    }

    /// <summary><paramref name="a"/> where <paramref name="mask"/> is not 0, else 0.</summary>
    private PlanTensor Keep(PlanTensor a, PlanTensor mask)
    {
        PlanTensor output = Binary(BinaryFunction.Keep, a, mask);
        _tape.Record(output, a, gradient => Keep(gradient, mask));
        return output;
    }

    /// <summary>Notes an operation of two tensors.</summary>
    /// <param name="function">What is computed.</param>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second.</param>
    /// <param name="gradientOfA">From the output's gradient and the output; null where there is none.</param>
    /// <param name="gradientOfB">The same, in the shape of <paramref name="a"/>.</param>
    private PlanTensor Binary(
        BinaryFunction function, PlanTensor a, PlanTensor b,
        Func<PlanTensor, PlanTensor, PlanTensor>? gradientOfA = null, Func<PlanTensor, PlanTensor, PlanTensor>? gradientOfB = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        (Broadcast broadcast, Shape matrix) = BroadcastOf(a, b);
        PlanTensor output = Like(a);
        Note(new BinaryOperation
        {
            Function = function, A = View(a, matrix), B = broadcast == Broadcast.None ? View(b, matrix) : b, Broadcast = broadcast,
            Output = View(output, matrix),
        });
        if (gradientOfA is null || gradientOfB is null) return output;
        _tape.Record(output, [a, b], gradient =>
        {
            if (_tape.Watches(a)) _tape.Add(a, gradientOfA(gradient, output));
            if (_tape.Watches(b)) _tape.Add(b, SumTo(b, gradientOfB(gradient, output), broadcast, matrix));
        });
        return output;
    }
}
