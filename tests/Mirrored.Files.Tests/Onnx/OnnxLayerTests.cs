namespace Mirrored.Files.Tests;

/// <summary>Every layer and activation, written as ONNX and run by ONNX Runtime.</summary>
public sealed class OnnxLayerTests
{
    // Both compute in float32 with their own polynomials; values stay below 10, so this is some eight units in the last place.
    private const float Tolerance = 1e-5f;

    public static TheoryData<string> Activations => new(ActivationFunction.Table.Names);

    public static TheoryData<string, Func<Layer[]>> Layers => new()
    {
        { "dense", () => [new Dense(5, "relu", inputShape: 7), new Dense(3, "softmax")] },
        { "dense without bias", () => [new Dense(5, useBias: false, inputShape: 7)] },
        { "dense on rows of two axes", () => [new Dense(5, "tanh", inputShape: new Shape(3, 4)), new Dense(2)] },
        { "dropout", () => [new Dense(5, inputShape: 7), new Dropout(0.5)] },
        { "dropout alone", () => [new Input(7), new Dropout(0.5)] },
        { "flatten", () => [new Flatten(inputShape: new Shape(3, 4)), new Dense(2)] },
        { "reshape", () => [new Reshape([2, -1], inputShape: 12), new Dense(4), new Reshape([8])] },
        { "activation", () => [new Dense(4, inputShape: 3), new Keras.Activation("sigmoid")] },
        { "softmax on rows of two axes", () => [new Input(new Shape(3, 4)), new Keras.Activation("softmax")] },
        { "rescaling", () => [new Rescaling(0.25, 0.5, inputShape: new Shape(2, 3)), new Rescaling(2)] },
        { "normalization", () => [new Normalization([1, 2, 3], [4, 0, 9], inputShape: 3)] },
        { "inverse normalization", () => [new Normalization([1, 2, 3], [4, 1, 9], invert: true, inputShape: new Shape(2, 3))] },
        { "layer normalization", () => [new LayerNormalization(inputShape: new Shape(2, 5)), new Flatten(), new LayerNormalization()] },
        { "layer normalization alone", () => [new LayerNormalization(center: false, scale: false, inputShape: 6)] },
        { "batch-norm", () => [new BatchNormalization(inputShape: 5), new Dense(2)] },
        { "batch-norm along an inner axis", () => [new BatchNormalization(axis: 1, inputShape: new Shape(3, 4))] },
        { "batch-norm of rows of two axes", () => [new BatchNormalization(scale: false, inputShape: new Shape(3, 4))] },
        { "gaussian noise", () => [new GaussianNoise(1, inputShape: 5), new Dense(2)] },
        { "activity regularization", () => [new Dense(4, inputShape: 3), new ActivityRegularization(0.1, 0.1)] },
        { "a model in a model", () => [new Sequential([new Dense(4, "relu", inputShape: 3), new Dense(2)]), new Dense(3)] },
        { "relu with everything", () => [new Dense(4, new Relu(0.1, 2, 0.5), inputShape: 3)] },
        { "relu with a maximum", () => [new Dense(4, new Relu(maxValue: 1), inputShape: 3)] },
        { "relu with a slope and a maximum", () => [new Dense(4, new Relu(alpha: 0.3, maxValue: 1), inputShape: 3)] },
        { "gelu by tanh", () => [new Dense(4, new Gelu(approximate: true), inputShape: 3)] },
        { "elu", () => [new Dense(4, new Elu(0.7), inputShape: 3)] },
        { "a user's layer of every primitive", () => [new EveryPrimitive { InputShape = new Shape(2, 3) }] },
        { "a user's layer of every comparison", () => [new EveryComparison { InputShape = 3 }] },
    };

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activation_InOnnx_IsTheSame(string name)
    {
        using Sequential model = new([new Dense(6, name, inputShape: 4)]);
        OnnxRun.Check(model, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Layers))]
#pragma warning disable xUnit1026 // Names the case.
    public void Layer_InOnnx_IsTheSame(string what, Func<Layer[]> layers)
#pragma warning restore xUnit1026
    {
        using Sequential model = new(layers());
        if (!what.Contains("normalization", StringComparison.Ordinal)) TestRows.Fill(model);
        OnnxRun.Check(model, Tolerance);
    }

    [Fact]
    public void Layers_AllOfThem_AreTested()
    {
        Type[] tested = [.. Layers.Select(row => row.Data.Item2).SelectMany(make => make()).Select(layer => layer.GetType())];
        Type[] all = [.. typeof(Layer).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Layer)) && !t.IsAbstract && t != typeof(Sequential))];
        Assert.Empty(all.Except(tested).Select(t => t.Name));
    }
}
