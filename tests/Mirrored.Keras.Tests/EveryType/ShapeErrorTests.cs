namespace Mirrored.Keras.Tests;

/// <summary>Whatever layer rows do not fit, the error names it, what it expects and what it found.</summary>
public sealed class ShapeErrorTests
{
    /// <summary>For each layer type rows that it cannot take; null where it takes any.</summary>
    private static readonly Dictionary<string, (Func<string, Layer> Create, Shape Wrong, string Expected)?> Cases = new()
    {
        [nameof(Input)] = null, // It is what others are held to.
        [nameof(Activation)] = (name => new Activation("softmax", name), Number, "(..., n)"),
        [nameof(ActivityRegularization)] = (name => new ActivityRegularization(0.1, inputShape: 3, name: name), 4, "(3,)"),
        [nameof(BatchNormalization)] = (name => new BatchNormalization(name: name), Number, "rows that have numbers"),
        [nameof(Dense)] = (name => new Dense(2, name: name), Number, "(..., features)"),
        [nameof(Dropout)] = null,
        [nameof(Flatten)] = (name => new Flatten([2, 3], name), 6, "(2, 3)"),
        [nameof(GaussianNoise)] = (name => new GaussianNoise(0.1, inputShape: 3, name: name), 4, "(3,)"),
        [nameof(LayerNormalization)] = (name => new LayerNormalization(name: name), Number, "(..., features)"),
        [nameof(Normalization)] = (name => new Normalization([0, 1], [1, 1], name: name), 3, "(..., 2)"),
        [nameof(Rescaling)] = (name => new Rescaling(1, 0, 3, name), 4, "(3,)"),
        [nameof(Reshape)] = (name => new Reshape([2, 3], name: name), 5, "6 elements"),
        [nameof(Sequential)] = (name => new Sequential([new Dense(2, inputShape: 3)], name), 4, "(3,)"),
    };

    private static Shape Number => new();

    public static TheoryData<string> Names => [.. Cases.Where(c => c.Value is not null).Select(c => c.Key)];

    [Fact]
    public void Cases_AreAllLayersThatThereAre() => Assert.Equal(TypeCases.Layers.Keys.Order(), Cases.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Add_RowsThatDoNotFit_NamesLayerExpectedAndFound(string type)
    {
        (Func<string, Layer> create, Shape wrong, string expected) = Cases[type]!.Value; // Only such are asked for.
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using IDisposable scope = strategy.Scope();
        Sequential model = new([new Input(wrong)]);

        ShapeMismatchException error = Assert.Throws<ShapeMismatchException>(() => model.Add(create("wanted")));

        Assert.Equal(("wanted", wrong.ToString()), (error.Layer, error.Found));
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
        Assert.Contains(error.Layer, error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Found, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_DataThatDoesNotFit_NamesModelExpectedAndFound()
    {
        using Sequential model = new([new Dense(2, "softmax", inputShape: 3)], "judge");
        model.Compile("sgd", "sparse_categorical_crossentropy");

        ShapeMismatchException error = Assert.Throws<ShapeMismatchException>(
            () => model.Fit(new NDArray<float>(new float[8], [2, 4]), (NDArray<int>)new int[2], verbose: Verbosity.Silent));

        Assert.Equal(("judge", "(3,)", "(4,)"), (error.Layer, error.Expected, error.Found));
    }
}
