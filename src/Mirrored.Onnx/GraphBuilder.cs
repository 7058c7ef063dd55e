using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Mirrored.Keras.Wire;
using static Mirrored.Keras.Wire.AttributeProto.Types;
using static Mirrored.Keras.Wire.TensorProto.Types;

namespace Mirrored.Keras;

/// <summary>Puts an ONNX graph together: nodes, constants, names and shapes.</summary>
internal sealed class GraphBuilder
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<float, GraphValue> _scalars = [];

    /// <summary>The graph so far.</summary>
    public GraphProto Graph { get; } = new();

    /// <summary>What names of nodes begin with: the layer that is being written.</summary>
    public string Layer { get; set; } = "";

    /// <summary>Declares the graph's input.</summary>
    public GraphValue Input(string name, long[] axes)
    {
        GraphValue value = new(Unique(name), axes);
        Graph.Input.Add(Info(value));
        return value;
    }

    /// <summary>Adds a node of one output.</summary>
    /// <param name="operation">The operator of ONNX.</param>
    /// <param name="axes">The axes of what it gives.</param>
    /// <param name="inputs">What it reads.</param>
    /// <param name="attributes">Its attributes.</param>
    public GraphValue Node(string operation, long[] axes, GraphValue[] inputs, params AttributeProto[] attributes)
    {
        string name = Unique($"{Layer}/{operation}");
        NodeProto node = new() { Name = name, OpType = operation };
        node.Input.AddRange(inputs.Select(i => i.Name));
        node.Output.Add(name);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
        return new GraphValue(name, axes);
    }

    /// <summary>Adds a node that changes every element by itself.</summary>
    public GraphValue Map(string operation, GraphValue input, params AttributeProto[] attributes) =>
        Node(operation, input.Axes, [input], attributes);

    /// <summary>The same elements under other axes.</summary>
    public GraphValue Reshape(GraphValue value, long[] axes) => value.Is(axes)
        ? value
        : Node("Reshape", axes, [value, Integers([.. axes.Select(axis => axis < 0 ? -1 : axis)])]);

    /// <summary>A float32 that never changes.</summary>
    public GraphValue Scalar(double number)
    {
        float rounded = (float)number;
        if (!_scalars.TryGetValue(rounded, out GraphValue? value))
            _scalars[rounded] = value = Floats($"const/{rounded.ToString("R", CultureInfo.InvariantCulture)}", [], [rounded]);
        return value;
    }

    /// <summary>A tensor of float32 that is stored in the file.</summary>
    public GraphValue Floats(string name, long[] axes, ReadOnlySpan<float> numbers) =>
        Initializer(name, axes, DataType.Float, MemoryMarshal.AsBytes(numbers));

    /// <summary>A list of integers that is stored in the file.</summary>
    public GraphValue Integers(params long[] numbers) => Initializer(
        "const/" + string.Join('x', numbers), [numbers.Length], DataType.Int64, MemoryMarshal.AsBytes<long>(numbers));

    /// <summary>Makes a value the graph's output, under a name of its own.</summary>
    public void Output(string name, GraphValue value)
    {
        NodeProto node = new() { Name = Unique(name), OpType = "Identity" };
        node.Input.Add(value.Name);
        node.Output.Add(node.Name);
        Graph.Node.Add(node);
        Graph.Output.Add(Info(new GraphValue(node.Name, value.Axes)));
    }

    /// <summary>Says what a value between input and output is, so that readers need not infer it.</summary>
    public void Describe(GraphValue value) => Graph.ValueInfo.Add(Info(value));

    public static AttributeProto Attribute(string name, double number) =>
        new() { Name = name, Type = AttributeType.Float, F = (float)number };

    public static AttributeProto Attribute(string name, long number) => new() { Name = name, Type = AttributeType.Int, I = number };

    public static AttributeProto Attribute(string name, long[] numbers)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeType.Ints };
        attribute.Ints.AddRange(numbers);
        return attribute;
    }

    private static ValueInfoProto Info(GraphValue value)
    {
        TensorShapeProto shape = new();
        shape.Dim.AddRange(value.Axes.Select(axis => axis switch
        {
            -1 => new TensorShapeProto.Types.Dimension { DimParam = "N" },
            < 0 => new TensorShapeProto.Types.Dimension { DimParam = $"{-axis}*N" },
            _ => new TensorShapeProto.Types.Dimension { DimValue = axis },
        }));
        return new ValueInfoProto
        {
            Name = value.Name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = shape } },
        };
    }

    private GraphValue Initializer(string name, long[] axes, DataType type, ReadOnlySpan<byte> data)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("ONNX files need a little-endian machine; this one is not.");
        TensorProto tensor = new() { Name = Unique(name), DataType = (int)type, RawData = ByteString.CopyFrom(data) };
        tensor.Dims.AddRange(axes);
        Graph.Initializer.Add(tensor);
        return new GraphValue(tensor.Name, axes);
    }

    private string Unique(string name)
    {
        string unique = name;
        for (int i = 1; !_names.Add(unique); i++) unique = $"{name}_{i}";
        return unique;
    }
}
