namespace Mirrored;

/// <content>Operations of a tensor and a number.</content>
public sealed partial class StepBuilder
{
    /// <summary><c>a + b</c>, element by element.</summary>
    /// <param name="a">Any tensor.</param>
    /// <param name="b">A number, rounded to float32.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Add(PlanTensor a, double b) => Scalar(BinaryFunction.Add, a, b, gradient => gradient);

    /// <summary><c>a - b</c>, element by element.</summary>
    /// <inheritdoc cref="Add(PlanTensor, double)"/>
    public PlanTensor Subtract(PlanTensor a, double b) => Scalar(BinaryFunction.Subtract, a, b, gradient => gradient);

    /// <summary><c>a - b</c>, element by element.</summary>
    /// <param name="a">A number, rounded to float32.</param>
    /// <param name="b">Any tensor.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Subtract(double a, PlanTensor b) => Add(Negate(b), a);

    /// <summary><c>a b</c>, element by element.</summary>
    /// <inheritdoc cref="Add(PlanTensor, double)"/>
    public PlanTensor Multiply(PlanTensor a, double b) => Scalar(BinaryFunction.Multiply, a, b, gradient => Multiply(gradient, b));

    /// <summary><c>a / b</c>, element by element.</summary>
    /// <inheritdoc cref="Add(PlanTensor, double)"/>
    public PlanTensor Divide(PlanTensor a, double b) => Scalar(BinaryFunction.Divide, a, b, gradient => Divide(gradient, b));

    /// <summary><c>a / b</c>, element by element: <c>a</c> times the reciprocal, rounded twice.</summary>
    /// <inheritdoc cref="Subtract(double, PlanTensor)"/>
    public PlanTensor Divide(double a, PlanTensor b) => Multiply(Reciprocal(b), a);

    /// <summary>The larger of an element and a number.</summary>
    /// <inheritdoc cref="Add(PlanTensor, double)"/>
    public PlanTensor Maximum(PlanTensor a, double b) =>
        Scalar(BinaryFunction.Maximum, a, b, gradient => Keep(gradient, GreaterOrEqual(a, b)));

    /// <summary>The smaller of an element and a number.</summary>
    /// <inheritdoc cref="Add(PlanTensor, double)"/>
    public PlanTensor Minimum(PlanTensor a, double b) =>
        Scalar(BinaryFunction.Minimum, a, b, gradient => Keep(gradient, LessOrEqual(a, b)));

    /// <summary><c>-a</c>.</summary>
    /// <param name="a">Any tensor.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Negate(PlanTensor a) => Multiply(a, -1);

    /// <summary>A tensor of one number.</summary>
    /// <param name="value">The number, rounded to float32.</param>
    /// <param name="shape">The shape, batch axis included if it is to have one: <see cref="Rows"/> rows.</param>
    /// <returns>The tensor; it has no gradient.</returns>
    public PlanTensor Constant(double value, Shape shape)
    {
        PlanTensor output = Temporary("constant", shape);
        Note(new FillOperation { Output = output, Value = (float)value });
        return output;
    }

    /// <summary>The same numbers, through which no gradient passes.</summary>
    /// <param name="input">Any tensor.</param>
    /// <returns>A view.</returns>
#pragma warning disable CA1822 // Belongs with the other operations.
    public PlanTensor StopGradient(PlanTensor input)
#pragma warning restore CA1822
    {
        ArgumentNullException.ThrowIfNull(input);
        return new PlanTensor(input, input.Shape);
    }

    private PlanTensor Scalar(BinaryFunction function, PlanTensor a, double b, Func<PlanTensor, PlanTensor>? gradient = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        Shape matrix = Matrix(a);
        PlanTensor output = Like(a);
        Note(new BinaryOperation
        {
            Function = function, A = View(a, matrix), Broadcast = Broadcast.Scalar, Value = (float)b, Output = View(output, matrix),
        });
        if (gradient is not null) _tape.Record(output, a, gradient);
        return output;
    }
}
