using Google.Protobuf;
using Mirrored.Keras.Tests;
using Mirrored.Keras.Wire;

namespace Mirrored.Files.Tests;

/// <summary>What stands in an ONNX file, and what is refused.</summary>
public sealed class OnnxFileTests
{
    [Fact]
    public void Save_Onnx_FollowsTheRulesOfGraphs()
    {
        using TemporaryFolder folder = new();
        using Sequential model = new([new Dense(5, "gelu", inputShape: new Shape(3, 4)), new Flatten(), new Dense(3, "softmax")], "named");
        model.Save(folder["m.onnx"]);

        ModelProto proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder["m.onnx"]));
        Assert.Equal((8, 17, "", "Mirrored"), ((int)proto.IrVersion, (int)proto.OpsetImport.Single().Version, proto.OpsetImport[0].Domain, proto.ProducerName));
        Assert.Equal("named", proto.Graph.Name);
        HashSet<string> known = [.. proto.Graph.Initializer.Select(i => i.Name), .. proto.Graph.Input.Select(i => i.Name)];
        Assert.Equal(proto.Graph.Initializer.Count + 1, known.Count);
        foreach (NodeProto node in proto.Graph.Node)
        {
            Assert.All(node.Input, name => Assert.Contains(name, known));
            Assert.True(known.Add(Assert.Single(node.Output)), $"{node.Name} is written twice");
        }

        Assert.Equal("input (N, 3, 4)", Text(Assert.Single(proto.Graph.Input)));
        Assert.Equal("output (N, 3)", Text(Assert.Single(proto.Graph.Output)));
        Assert.All(proto.Graph.ValueInfo, info => Assert.Contains(info.Name, proto.Graph.Node.Select(n => n.Name)));
        Assert.Contains("3*N", string.Join(' ', proto.Graph.ValueInfo.Select(Text)));
        Assert.Equal(model.Weights.Select(w => w.Name), proto.Graph.Initializer.Select(i => i.Name).Where(n => !n.StartsWith("const/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Save_Onnx_LeavesOutWhatOnlyTrainingComputes()
    {
        using TemporaryFolder folder = new();
        using Sequential model = new([new Input(4), new Dropout(0.5), new GaussianNoise(1), new ActivityRegularization(1, 1), new Dense(2)]);
        model.Save(folder["m.onnx"]);
        ModelProto proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder["m.onnx"]));
        Assert.Equal(["MatMul", "Add", "Identity"], proto.Graph.Node.Select(n => n.OpType));
    }

    [Fact]
    public void Save_OnnxOfAnUnbuiltModel_SaysSo()
    {
        using TemporaryFolder folder = new();
        using Sequential model = new([new Dense(2)]);
        Assert.Contains("not built", Assert.Throws<InvalidOperationException>(() => model.Save(folder["m.onnx"])).Message, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Save_LayerThatDependsOnTheRows_IsRefused()
    {
        using TemporaryFolder folder = new();
        using Sequential model = new([new Uneven { InputShape = 3 }]);
        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => model.Save(folder["m.onnx"]));
        Assert.Contains("more rows", exception.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Load_Onnx_IsRefused()
    {
        Assert.Throws<NotSupportedException>(() => Sequential.Load("m.onnx"));
        using Sequential model = new([new Dense(2, inputShape: 3)]);
        Assert.Contains("Save", Assert.Throws<NotSupportedException>(() => model.SaveWeights("m.onnx")).Message, StringComparison.Ordinal);
    }

    private static string Text(ValueInfoProto info) =>
        $"{info.Name} ({string.Join(", ", info.Type.TensorType.Shape.Dim.Select(d => d.DimParam.Length > 0 ? d.DimParam : $"{d.DimValue}"))})";

    private sealed class Uneven : Layer
    {
        protected internal override PlanTensor Call(StepBuilder step, PlanTensor input) => step.Rows > 2 ? step.Exp(input) : input;
    }
}
