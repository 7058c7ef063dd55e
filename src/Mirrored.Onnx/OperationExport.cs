namespace Mirrored.Keras;

/// <summary>Writes each operation of a prediction as nodes of ONNX.</summary>
/// <param name="graph">Takes the nodes.</param>
/// <param name="axesOf">The axes that an operation sees a tensor with.</param>
/// <param name="read">The value of a tensor.</param>
internal sealed class OperationExport(GraphBuilder graph, Func<PlanTensor, long[]> axesOf, Func<PlanTensor, GraphValue> read)
{
    /// <summary>Adds the nodes.</summary>
    /// <returns>What the operation writes; null for one of training.</returns>
    public GraphValue? Write(Operation operation) => operation switch
    {
        MatMulOperation { TransposeA: false, TransposeB: false } o =>
            graph.Node("MatMul", axesOf(o.Output), [Matrix(o.A), Matrix(o.B)]),
        EpilogueOperation { Dropout: null } o => Epilogue(o),
        SoftmaxOperation o => graph.Map("Softmax", Rows(o.Input), GraphBuilder.Attribute("axis", -1)),
        RowReduceOperation o => Reduce(o),
        RowNormalizeOperation o => Normalize(o),
        UnaryOperation o => new UnaryExport(graph).Write(o.Function, o.Parameters, read(o.Input)),
        BinaryOperation o => Binary(o),
        FillOperation o => Fill(axesOf(o.Output), o.Value),
        _ => null,
    };

    /// <summary>A tensor with the axes that its operation sees.</summary>
    private GraphValue Matrix(PlanTensor tensor)
    {
        long[] axes = axesOf(tensor);
        return graph.Reshape(read(tensor), axes is [_, _] ? axes : [axes[0], axes.Skip(1).Aggregate(1L, (product, axis) => product * axis)]);
    }

    /// <summary>A tensor whose last axis is a row: as it is where that is so already.</summary>
    private GraphValue Rows(PlanTensor tensor)
    {
        GraphValue value = read(tensor);
        long[] axes = axesOf(tensor);
        return value.Axes.Length > 0 && value.Last == axes[^1] ? value : graph.Reshape(value, axes);
    }

    private GraphValue Epilogue(EpilogueOperation operation)
    {
        GraphValue value = read(operation.Input);
        if (operation.Bias is { } bias)
        {
            GraphValue added = read(bias);
            if (!value.EndsIn(added.Axes)) (value, added) = (Matrix(operation.Input), graph.Reshape(added, [bias.Shape.Length]));
            value = graph.Node("Add", value.Axes, [value, added]);
        }

        return operation.Activation switch
        {
            Mirrored.Activation.Relu => graph.Map("Relu", value),
            Mirrored.Activation.Sigmoid => graph.Map("Sigmoid", value),
            Mirrored.Activation.Tanh => graph.Map("Tanh", value),
            _ => value,
        };
    }

    private GraphValue Reduce(RowReduceOperation operation)
    {
        GraphValue rows = Rows(operation.Input);
        long[] axes = [.. rows.Axes.SkipLast(1), 1];
        return operation.Function == RowFunction.Sum
            ? graph.Node("ReduceSum", axes, [rows, graph.Integers(-1)])
            : graph.Node("ReduceMax", axes, [rows], GraphBuilder.Attribute("axes", [-1L]));
    }

    private GraphValue Normalize(RowNormalizeOperation operation)
    {
        GraphValue rows = Rows(operation.Input);
        float[] ones = new float[rows.Last];
        Array.Fill(ones, 1);
        return graph.Node(
            "LayerNormalization", rows.Axes, [rows, graph.Floats($"{graph.Layer}/ones", [rows.Last], ones)],
            GraphBuilder.Attribute("axis", -1), GraphBuilder.Attribute("epsilon", operation.Epsilon));
    }

    private GraphValue Binary(BinaryOperation operation)
    {
        GraphValue a = read(operation.A);
        GraphValue b = operation.B is null ? graph.Scalar(operation.Value) : read(operation.B);
        switch (operation.Broadcast)
        {
            case Broadcast.None:
                b = graph.Reshape(b, a.Axes);
                break;
            case Broadcast.Row when !a.EndsIn(b.Axes):
                (a, b) = (Matrix(operation.A), graph.Reshape(b, [operation.B!.Shape.Length]));
                break;
            case Broadcast.Column when !b.Is([.. a.Axes.SkipLast(1), 1]):
                a = Matrix(operation.A);
                b = graph.Reshape(b, [a.Axes[0], 1]);
                break;
        }

        return Apply(operation.Function, a, b);
    }

    private GraphValue Apply(BinaryFunction function, GraphValue a, GraphValue b)
    {
        return function switch
        {
            BinaryFunction.Add => Pair("Add"),
            BinaryFunction.Subtract => Pair("Sub"),
            BinaryFunction.Multiply => Pair("Mul"),
            BinaryFunction.Divide => Pair("Div"),
            BinaryFunction.Maximum => Pair("Max"),
            BinaryFunction.Minimum => Pair("Min"),
            BinaryFunction.Greater => Number(Pair("Greater")),
            BinaryFunction.GreaterOrEqual => Number(Pair("GreaterOrEqual")),
            BinaryFunction.Less => Number(Pair("Less")),
            BinaryFunction.LessOrEqual => Number(Pair("LessOrEqual")),
            BinaryFunction.Equal => Number(Pair("Equal")),
            BinaryFunction.NotEqual => Number(graph.Map("Not", Pair("Equal"))),
            BinaryFunction.Keep => graph.Node("Where", a.Axes, [graph.Node("Equal", b.Axes, [b, graph.Scalar(0)]), graph.Scalar(0), a]),
            BinaryFunction.Second => graph.Node("Expand", a.Axes, [b, graph.Node("Shape", [a.Axes.Length], [a])]),
            _ => throw new NotSupportedException($"ONNX files are not written for the function {function}."),
        };

        GraphValue Pair(string name) => graph.Node(name, a.Axes, [a, b]);
        GraphValue Number(GraphValue truth) => graph.Map("Cast", truth, GraphBuilder.Attribute("to", 1L));
    }

    /// <summary>A tensor of one number; if its size depends on the rows, they are taken from the input's shape.</summary>
    private GraphValue Fill(long[] axes, float number)
    {
        if (axes.All(axis => axis >= 0))
            return graph.Node("Expand", axes, [graph.Scalar(number), graph.Integers(axes)]);
        GraphValue rows = graph.Node("Shape", [1], [new GraphValue("input", [])], GraphBuilder.Attribute("start", 0L), GraphBuilder.Attribute("end", 1L));
        GraphValue[] parts = [.. axes.Select(axis => axis switch
        {
            -1 => rows,
            < 0 => graph.Node("Mul", [1], [rows, graph.Integers(-axis)]),
            _ => graph.Integers(axis),
        })];
        GraphValue shape = graph.Node("Concat", [parts.Length], parts, GraphBuilder.Attribute("axis", 0L));
        return graph.Node("Expand", axes, [graph.Scalar(number), shape]);
    }
}
