using Mirrored.Keras.Wire;

namespace Mirrored.Keras;

/// <summary>Turns a model into an ONNX graph by way of the operations that its layers describe.</summary>
/// <remarks>No layer has code of its own here, so a user's layers are written like any other. What depends on the number of rows shows
/// by describing the model twice, for 2 and for 3 rows.</remarks>
internal sealed class ModelExport
{
    private const int Rows = 2, OtherRows = 3, IrVersion = 8, Opset = 17;

    private readonly Sequential _model;
    private readonly GraphBuilder _graph = new();
    private readonly Dictionary<PlanTensor, Shape> _otherShapes = [];
    private readonly Dictionary<PlanTensor, GraphValue> _values = [];
    private readonly Dictionary<PlanTensor, (Parameter Weight, NDArray<float> Values)> _weights = [];

    public ModelExport(Sequential model)
    {
        _model = model;
        foreach ((Parameter weight, NDArray<float> values) in model.Weights.Zip(model.GetWeights()))
            _weights[weight.Value] = (weight, values);
    }

    /// <summary>Makes the file's content.</summary>
    /// <exception cref="NotSupportedException">A layer describes what ONNX cannot, or another computation for each number of rows.</exception>
    public ModelProto Run()
    {
        Description plan = Describe(Rows);
        Compare(plan, Describe(OtherRows));
        _graph.Graph.Name = _model.Name;
        OperationExport export = new(_graph, AxesOf, Read);
        foreach ((Operation operation, string layer) in plan.Needed())
        {
            _graph.Layer = layer;
            PlanTensor written = operation.Writes[0];
            GraphValue value = operation is GatherOperation
                ? _graph.Input("input", AxesOf(written))
                : export.Write(operation) ?? throw new NotSupportedException(
                    $"The layer '{layer}' uses the operation {operation.Name}, which ONNX files are not written for.");
            _values[written.Root] = value;
        }

        _graph.Layer = "output";
        _graph.Output("output", _graph.Reshape(Read(plan.Output), AxesOf(plan.Output)));
        HashSet<string> nodes = [.. _graph.Graph.Node.Select(n => n.Name)];
        foreach (GraphValue value in _values.Values.Where(v => nodes.Remove(v.Name))) _graph.Describe(value);
        ModelProto proto = new()
        {
            IrVersion = IrVersion, ProducerName = "Mirrored", ProducerVersion = MirroredInfo.Version, Graph = _graph.Graph,
        };
        proto.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        proto.MetadataProps.Add(new StringStringEntryProto { Key = "model", Value = _model.Name });
        return proto;
    }

    private Description Describe(int rows)
    {
        StepBuilder step = new(new PlanKey(StepMode.Predict, rows, DType.Float32, DType.Float32), _model.Weights, seed: 0);
        List<string> layers = ["input"];
        PlanTensor output = step.Begin(_model.InputShape!.Value); // Its weights were read, so it is built.
        foreach (Layer layer in _model.Layers)
        {
            output = layer.Call(step, output);
            while (layers.Count < step.Operations.Count) layers.Add(layer.Name);
        }

        return new Description(step.Operations, layers, output);
    }

    /// <summary>Notes for each tensor its shape with another number of rows.</summary>
    private void Compare(Description plan, Description other)
    {
        if (!plan.Operations.Select(o => o.GetType()).SequenceEqual(other.Operations.Select(o => o.GetType())))
            throw new NotSupportedException($"A layer of '{_model.Name}' computes something else when there are more rows; ONNX cannot.");
        foreach ((Operation a, Operation b) in plan.Operations.Zip(other.Operations))
        {
            foreach ((PlanTensor x, PlanTensor y) in a.Reads.Concat(a.Writes).Zip(b.Reads.Concat(b.Writes)))
                _otherShapes[x] = y.Shape;
        }

        _otherShapes[plan.Output] = other.Output.Shape;
    }

    /// <summary>The axes of a tensor: where the numbers of rows tell them apart, multiples of the rows.</summary>
    private long[] AxesOf(PlanTensor tensor)
    {
        Shape other = _otherShapes[tensor];
        return [.. tensor.Shape.Zip(other, (axis, otherAxis) => axis == otherAxis ? axis : -(long)(axis / Rows))];
    }

    /// <summary>The value of a tensor, with whatever axes it has there; a weight's is put into the file when it is first read.</summary>
    private GraphValue Read(PlanTensor tensor)
    {
        if (_values.TryGetValue(tensor.Root, out GraphValue? value)) return value;
        (Parameter weight, NDArray<float> numbers) = _weights[tensor.Root];
        GraphValue made = _graph.Floats(weight.Name, [.. weight.Shape.Select(axis => (long)axis)], numbers.Span);
        return _values[tensor.Root] = made;
    }

    /// <summary>The operations of a prediction.</summary>
    private sealed record Description(IReadOnlyList<Operation> Operations, IReadOnlyList<string> Layers, PlanTensor Output)
    {
        /// <summary>Those that the output depends on, each with its layer.</summary>
        public IEnumerable<(Operation Operation, string Layer)> Needed()
        {
            HashSet<PlanTensor> wanted = [Output.Root];
            bool[] needed = new bool[Operations.Count];
            for (int i = Operations.Count - 1; i >= 0; i--)
            {
                needed[i] = i == 0 || Operations[i].Writes.Any(w => wanted.Contains(w.Root)); // The first brings the input.
                if (needed[i]) wanted.UnionWith(Operations[i].Reads.Select(r => r.Root));
            }

            return Operations.Zip(Layers).Where((_, i) => needed[i]);
        }
    }
}
