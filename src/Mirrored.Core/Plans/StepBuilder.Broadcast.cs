namespace Mirrored;

/// <content>How tensors of other shapes meet, and sums of rows.</content>
public sealed partial class StepBuilder
{
    /// <summary>The sum along the last axis, from the first element to the last.</summary>
    /// <param name="input"><c>(..., n)</c>.</param>
    /// <param name="keepAxis">True for <c>(..., 1)</c>, which meets <paramref name="input"/> in other operations; else the axis
    /// goes.</param>
    /// <returns><c>(...)</c>, such as <c>(rows)</c>.</returns>
    /// <exception cref="ArgumentException">The tensor has no axis.</exception>
    public PlanTensor Sum(PlanTensor input, bool keepAxis = false)
    {
        PlanTensor output = Reduce(RowFunction.Sum, input);
        _tape.Record(output, input, gradient => Spread(gradient, input));
        return keepAxis ? output : Squeeze(output);
    }

    /// <summary>The mean along the last axis: the sum divided by the number of elements.</summary>
    /// <inheritdoc cref="Sum(PlanTensor, bool)"/>
    public PlanTensor Mean(PlanTensor input, bool keepAxis = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Divide(Sum(input, keepAxis), input.Shape.Rank == 0 ? 1 : input.Shape[-1]);
    }

    /// <summary>The largest element along the last axis; NaN if there is one. Equal ones share the gradient.</summary>
    /// <inheritdoc cref="Sum(PlanTensor, bool)"/>
    public PlanTensor Max(PlanTensor input, bool keepAxis = false)
    {
        PlanTensor output = Reduce(RowFunction.Maximum, input);
        _tape.Record(output, input, gradient =>
        {
            PlanTensor largest = Equal(input, output);
            return Multiply(largest, Divide(gradient, Sum(largest, keepAxis: true)));
        });
        return keepAxis ? output : Squeeze(output);
    }

    private PlanTensor Reduce(RowFunction function, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank == 0) throw new ArgumentException($"{input} has no axis to reduce.", nameof(input));
        PlanTensor output = Temporary("rows", new Shape([.. input.Shape.SkipLast(1), 1]));
        int rows = checked((int)output.Shape.Length);
        Note(new RowReduceOperation { Function = function, Input = View(input, [rows, input.Shape[-1]]), Output = View(output, rows) });
        return output;
    }

    private PlanTensor Squeeze(PlanTensor tensor) => Reshape(tensor, new Shape([.. tensor.Shape.SkipLast(1)]));

    /// <summary>One number a row, for every element of the row.</summary>
    private PlanTensor Spread(PlanTensor perRow, PlanTensor like) => Binary(BinaryFunction.Second, like, perRow);

    /// <summary>How <paramref name="b"/> meets <paramref name="a"/>, and the shape of <paramref name="a"/> as a matrix for it.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    private static (Broadcast Broadcast, Shape Matrix) BroadcastOf(PlanTensor a, PlanTensor b)
    {
        Shape whole = a.Shape, part = b.Shape;
        if (part == whole) return (Broadcast.None, Matrix(a));
        if (part.Rank == whole.Rank && part[-1] == 1 && part.SkipLast(1).SequenceEqual(whole.SkipLast(1)))
            return (Broadcast.Column, [checked((int)part.Length), whole[-1]]);
        if (part.Rank < whole.Rank && whole.TakeLast(part.Rank).SequenceEqual(part))
            return (Broadcast.Row, [checked((int)new Shape([.. whole.SkipLast(part.Rank)]).Length), checked((int)part.Length)]);
        throw new ArgumentException(
            $"{b} does not fit {a}: expected the shape {whole}, or that of its last axes, or (..., 1) for one number a row.");
    }

    /// <summary>A gradient summed over whatever a smaller operand was used for.</summary>
    private PlanTensor SumTo(PlanTensor operand, PlanTensor gradient, Broadcast broadcast, Shape matrix)
    {
        if (broadcast == Broadcast.None) return gradient;
        PlanTensor rows = View(gradient, matrix), sum = _tape.PlaceOf(operand);
        if (broadcast == Broadcast.Row) return ColumnSum(rows, sum);
        Note(new RowReduceOperation { Function = RowFunction.Sum, Input = rows, Output = sum });
        return sum;
    }

    private static Shape Matrix(PlanTensor tensor) => tensor.Shape.Rank == 0 ? [1, 1] : [tensor.Rows, tensor.RowLength];

    private static PlanTensor View(PlanTensor tensor, Shape shape) => tensor.Shape == shape ? tensor : new PlanTensor(tensor, shape);
}
