namespace Mirrored.Keras;

/// <summary>Writes functions of one number as nodes of ONNX; what opset 17 lacks is composed.</summary>
internal sealed class UnaryExport(GraphBuilder graph)
{
    /// <summary>Adds the nodes.</summary>
    /// <param name="function">The function.</param>
    /// <param name="p">Its constants.</param>
    /// <param name="x">Its argument.</param>
    public GraphValue Write(UnaryFunction function, UnaryParameters p, GraphValue x) => function switch
    {
        UnaryFunction.Exp => graph.Map("Exp", x),
        UnaryFunction.Expm1 => Sub(graph.Map("Exp", x), 1),
        UnaryFunction.Log => graph.Map("Log", x),
        UnaryFunction.Log1p => graph.Map("Log", Add(x, 1)),
        UnaryFunction.Sqrt => graph.Map("Sqrt", x),
        UnaryFunction.Rsqrt => graph.Map("Reciprocal", graph.Map("Sqrt", x)),
        UnaryFunction.Square => Mul(x, x),
        UnaryFunction.Reciprocal => graph.Map("Reciprocal", x),
        UnaryFunction.Abs => graph.Map("Abs", x),
        UnaryFunction.Sign => graph.Map("Sign", x),
        UnaryFunction.Pow => graph.Map("Exp", Mul(graph.Map("Log", x), p.A)), // ONNX's own takes negative numbers, ours does not.
        UnaryFunction.Clip => graph.Node("Clip", x.Axes, [x, graph.Scalar(p.A), graph.Scalar(p.B)]),
        UnaryFunction.Erf => graph.Map("Erf", x),
        UnaryFunction.Elu => Elu(x, p),
        UnaryFunction.LeakyRelu => LeakyRelu(x, p),
        UnaryFunction.Softplus => graph.Map("Softplus", x),
        UnaryFunction.Softsign => graph.Map("Softsign", x),
        UnaryFunction.Swish => Mul(x, graph.Map("Sigmoid", x)),
        UnaryFunction.Gelu => Mul(Mul(x, 0.5), Add(graph.Map("Erf", Mul(x, Math.Sqrt(0.5))), 1)),
        UnaryFunction.GeluTanh => GeluTanh(x),
        UnaryFunction.HardSigmoid => graph.Map("HardSigmoid", x, GraphBuilder.Attribute("alpha", 0.2), GraphBuilder.Attribute("beta", 0.5)),
        _ => throw new NotSupportedException($"ONNX files are not written for the function {function}."),
    };

    private GraphValue Elu(GraphValue x, UnaryParameters p)
    {
        GraphValue elu = graph.Map("Elu", x, GraphBuilder.Attribute("alpha", p.A));
        return p.B == 1 ? elu : Mul(elu, p.B);
    }

    private GraphValue LeakyRelu(GraphValue x, UnaryParameters p)
    {
        bool open = float.IsPositiveInfinity(p.C);
        switch (p)
        {
            case { A: 0, B: 0 }:
                return open ? graph.Map("Relu", x) : graph.Node("Clip", x.Axes, [x, graph.Scalar(0), graph.Scalar(p.C)]);
            case { B: 0 } when open:
                return graph.Map("LeakyRelu", x, GraphBuilder.Attribute("alpha", p.A));
            default:
                GraphValue above = graph.Node("Greater", x.Axes, [x, graph.Scalar(p.B)]);
                GraphValue upper = open ? x : graph.Node("Min", x.Axes, [x, graph.Scalar(p.C)]);
                return graph.Node("Where", x.Axes, [above, upper, Mul(Sub(x, p.B), p.A)]);
        }
    }

    private GraphValue GeluTanh(GraphValue x)
    {
        GraphValue cube = Mul(Mul(Mul(x, x), x), 0.044715);
        GraphValue inner = Mul(graph.Node("Add", x.Axes, [x, cube]), Math.Sqrt(2 / Math.PI));
        return Mul(Mul(x, 0.5), Add(graph.Map("Tanh", inner), 1));
    }

    private GraphValue Add(GraphValue a, double b) => graph.Node("Add", a.Axes, [a, graph.Scalar(b)]);

    private GraphValue Sub(GraphValue a, double b) => graph.Node("Sub", a.Axes, [a, graph.Scalar(b)]);

    private GraphValue Mul(GraphValue a, double b) => Mul(a, graph.Scalar(b));

    private GraphValue Mul(GraphValue a, GraphValue b) => graph.Node("Mul", a.Axes, [a, b]);
}
