namespace Mirrored.Keras.Tests;

/// <summary>Layers written outside, right and wrong.</summary>
public sealed class CustomLayerTests
{
    private readonly (NDArray<float> X, NDArray<byte> Y) _data = TestData.Images(20, 6, 4);

    [Fact]
    public void Fit_LayerGivesAnotherShapeThanItSaid_IsRefusedByName()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = Compiled(strategy, new Layers { Calls = (step, x) => step.Reshape(x, [step.Rows, 2, 3]) }, new Flatten());

        string message = Assert.Throws<InvalidOperationException>(() => model.Fit(_data.X, _data.Y, verbose: Verbosity.Silent)).Message;

        Assert.Contains("'mine'", message, StringComparison.Ordinal);
        Assert.Contains("(20, 6)", message, StringComparison.Ordinal);
        Assert.Contains("(20, 2, 3)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_LayerThrows_SurfacesAsItIsEveryTimeAndTheStrategyStaysUsable()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        using Sequential model = Compiled(strategy, new Layers { Calls = (_, _) => throw new NotSupportedException("mine") });

        for (int i = 0; i < 3; i++)
            Assert.Equal("mine", Assert.Throws<NotSupportedException>(() => model.Fit(_data.X, _data.Y, verbose: Verbosity.Silent)).Message);
        using Sequential other = Compiled(strategy);
        other.Fit(_data.X, _data.Y, verbose: Verbosity.Silent);
    }

    [Fact]
    public void AddWeight_OutsideBuild_IsRefused()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        Layers layer = new();
        layer.Calls = (_, x) =>
        {
            layer.Add();
            return x;
        };
        using Sequential model = Compiled(strategy, layer);

        Assert.Contains("Build", Assert.Throws<InvalidOperationException>(layer.Add).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => model.Fit(_data.X, _data.Y, verbose: Verbosity.Silent));
    }

    [Fact]
    public void Build_AfterALaterLayerRefusedTheRows_LeavesNoWeightsBehind()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using IDisposable scope = strategy.Scope();
        using Sequential model = new(
            [new Dense(5), new Layers { Builds = rows => throw new ShapeMismatchException("mine", "other rows", rows.ToString()) }]);
        Assert.Throws<ShapeMismatchException>(() => model.Build(3));
        Assert.Throws<ShapeMismatchException>(() => model.Build(6));

        ((Layers)model.Layers[1]).Builds = null;
        model.Build(6);

        Assert.Equal([[6, 5], [5]], model.Weights.Select(w => w.Shape.ToArray()));
    }

    [Fact]
    public void Add_LayerThatCannotTakeItsOwnInput_LeavesTheModelAsItWas()
    {
        using Sequential model = new();
        Assert.Throws<ShapeMismatchException>(() => model.Add(new Dense(3, inputShape: 0)));

        Assert.Null(model.InputShape);
        model.Add(new Dense(3, inputShape: 4));
        Assert.Equal(new Shape(4), model.InputShape);
    }

    [Fact]
    public void Constructor_Refused_LeavesTheLayersFree()
    {
        Dense first = new(3, inputShape: 4);
        Assert.Throws<ShapeMismatchException>(() => new Sequential([first, new Dense(2, inputShape: 9)]));

        using Sequential model = new([first, new Dense(2)]);

        Assert.Equal([[4, 3], [3], [3, 2], [2]], model.Weights.Select(w => w.Shape.ToArray()));
    }

    [Fact]
    public void Fit_WeightThatIsNotTrainable_KeepsItsValueAndComesLast()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        using Sequential model = Compiled(strategy, new Shifted());
        Assert.Equal(["shifted/bias", "shifted/shift"], model.Layers[0].Weights.Select(w => w.Name));
        float[][] before = [.. model.GetWeights().Select(w => w.ToArray())];

        model.Fit(_data.X, _data.Y, verbose: Verbosity.Silent);

        float[][] after = [.. model.GetWeights().Select(w => w.ToArray())];
        Assert.NotEqual(before[0], after[0]);
        Assert.Equal([1f, 1f, 1f, 1f, 1f, 1f], before[1]);
        Assert.Equal(before[1], after[1]);
        StringWriter summary = new();
        model.Summary(summary);
        Assert.Contains("Trainable params: 34", summary.ToString(), StringComparison.Ordinal); // 6 + 6 x 4 + 4.
        Assert.Contains("Non-trainable params: 6", summary.ToString(), StringComparison.Ordinal);
    }

    private static Sequential Compiled(MirroredStrategy strategy, params Layer[] layers)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new([new Input(6), .. layers, new Dense(4, "softmax")]);
        model.Compile("adam", "sparse_categorical_crossentropy");
        return model;
    }

    private sealed class Layers() : Layer("mine")
    {
        public Func<StepBuilder, PlanTensor, PlanTensor>? Calls { get; set; }

        public Action<Shape>? Builds { get; set; }

        public void Add() => AddWeight("late", 3, new Ones());

        protected override void Build(Shape inputShape) => Builds?.Invoke(inputShape);

        protected internal override PlanTensor Call(StepBuilder step, PlanTensor input) => Calls?.Invoke(step, input) ?? input;
    }

    private sealed class Shifted() : Layer("shifted")
    {
        private Parameter? _bias;
        private Parameter? _shift;

        protected override void Build(Shape inputShape)
        {
            _shift = AddWeight("shift", inputShape, new Ones(), trainable: false);
            _bias = AddWeight("bias", inputShape, new Zeros());
        }

        protected internal override PlanTensor Call(StepBuilder step, PlanTensor input) =>
            step.AddBias(step.AddBias(input, _bias!), _shift!);
    }
}
