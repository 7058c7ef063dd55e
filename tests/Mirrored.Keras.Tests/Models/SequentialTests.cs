namespace Mirrored.Keras.Tests;

public sealed class SequentialTests
{
    [Fact]
    public void Constructor_KnownInput_BuildsShapesAndWeights()
    {
        using Sequential model = new([new Dense(128, "relu", inputShape: 784), new Dropout(0.2), new Dense(10, "softmax")]);

        Assert.Equal(new Shape(784), model.InputShape);
        Assert.Equal(new Shape(10), model.OutputShape);
        Assert.Equal(101_770, model.CountParams());
        Assert.Equal([[784, 128], [128], [128, 10], [10]], model.Weights.Select(w => w.Shape.ToArray()));
    }

    [Fact]
    public void Summary_OfTheTutorialsModel_IsKeras()
    {
        using Sequential model = new(
            [
                new Dense(128, "relu", inputShape: 784, name: "dense"), new Dropout(0.2, name: "dropout"),
                new Dense(10, "softmax", name: "dense_1"),
            ],
            name: "sequential");
        using StringWriter text = new() { NewLine = "\n" };

        model.Summary(text);

        Assert.StartsWith("Model: \"sequential\"\n____", text.ToString(), StringComparison.Ordinal);
        Assert.Contains(" dense (Dense)               (None, 128)               100480    \n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("Total params: 101,770\n", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_GlorotUniform_KeepsToItsLimitAndUsesItsRange()
    {
        using Sequential model = new([new Dense(128, inputShape: 784)]);

        float[] kernel = model.GetWeights()[0].ToArray();

        float limit = MathF.Sqrt(6f / (784 + 128));
        Assert.InRange(kernel.Min(), -limit, -0.999f * limit);
        Assert.InRange(kernel.Max(), 0.999f * limit, limit);
        // The mean of n uniform numbers has deviation limit / sqrt(3 n); five of those is once in two million.
        Assert.InRange(kernel.Average(), -5 * limit / Math.Sqrt(3.0 * kernel.Length), 5 * limit / Math.Sqrt(3.0 * kernel.Length));
        Assert.All(model.GetWeights()[1].ToArray(), b => Assert.Equal(0, b));
    }

    [Fact]
    public void Constructor_AnotherSeed_StartsElsewhere()
    {
        string Hash(long seed)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(1), new StrategyOptions { Seed = seed });
            using Sequential model = TestData.Mlp(strategy);
            return model.WeightsSha256();
        }

        Assert.Equal(Hash(1), Hash(1));
        Assert.NotEqual(Hash(1), Hash(2));
    }

    [Fact]
    public void Add_AfterUse_KeepsTheWeightsThereAre()
    {
        using Sequential model = new([new Dense(4, inputShape: 3)]);
        float[] before = model.GetWeights()[0].ToArray();

        model.Add(new Dense(2, "softmax"));

        Assert.Equal(before, model.GetWeights()[0].ToArray());
        Assert.Equal(4, model.GetWeights().Count);
        Assert.Equal(new Shape(2), model.OutputShape);
    }

    [Fact]
    public void Add_WhatCannotFollow_LeavesTheModelAsItWas()
    {
        using Sequential model = new([new Dense(4, inputShape: 3, name: "first")]);

        Assert.Contains("first", Assert.Throws<ArgumentException>(() => model.Add(new Dense(1, name: "first"))).Message, StringComparison.Ordinal);
        Assert.Contains("belongs", Assert.Throws<ArgumentException>(() => model.Add(model.Layers[0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Add(new Input(3)));
        ShapeMismatchException mismatch = Assert.Throws<ShapeMismatchException>(() => model.Add(new Dense(2, inputShape: 5, name: "next")));
        Assert.Equal(("next", "(5,)", "(4,)"), (mismatch.Layer, mismatch.Expected, mismatch.Found));
        Assert.Single(model.Layers);
        Assert.Equal(new Shape(4), model.OutputShape);
    }

    [Fact]
    public void Use_UnbuiltModel_SaysHowToBuildIt()
    {
        using Sequential model = new([new Dense(4)]);

        Assert.Contains("inputShape", Assert.Throws<InvalidOperationException>(() => model.Summary()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => model.GetWeights());
        model.Build(3);
        Assert.Equal(2, model.GetWeights().Count);
        Assert.Throws<ShapeMismatchException>(() => model.Build(4));
    }

    [Fact]
    public void Layers_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dense(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(epsilon: 0));
        // Finite, but not in the float32 that kernels compute with.
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(1e300));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(epsilon: 1e-60));
    }

    [Fact]
    public void Names_Misspelt_SuggestTheNearest()
    {
        Assert.Contains("Did you mean 'relu'?", Assert.Throws<ArgumentException>(() => new Dense(1, "rleu")).Message, StringComparison.Ordinal);
        Assert.Contains("'adam'", Assert.Throws<ArgumentException>(() => Optimizer.FromString("adma")).Message, StringComparison.Ordinal);
        Assert.Contains("'accuracy'", Assert.Throws<ArgumentException>(() => Metric.FromString("acuracy")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "'sparse_categorical_crossentropy'",
            Assert.Throws<ArgumentException>(() => Loss.FromString("sparse_categorical_cross_entropy")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "'glorot_uniform'", Assert.Throws<ArgumentException>(() => Initializer.FromString("glorot_unifrom")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_EveryType_HasItsName()
    {
        static int Types(Type kind) => kind.Assembly.GetTypes().Count(t => t.IsSubclassOf(kind) && t is { IsPublic: true, IsAbstract: false });

        Assert.Equal(Types(typeof(ActivationFunction)), ActivationFunction.Table.Names.Count);
        Assert.Equal(Types(typeof(Initializer)), Initializer.Table.Names.Count);
        Assert.Equal(Types(typeof(Loss)), Loss.Table.Names.Count);
        Assert.Equal(Types(typeof(Optimizer)), Optimizer.Table.Names.Count);
        // A confusion matrix needs to know how many classes there are, so it has no name.
        Assert.Equal(
            Types(typeof(Metric)) - 1, MetricNames.Table.Names.Select(n => Metric.FromString(n).GetType()).Distinct().Count());
        Assert.All(MetricNames.Table.Names, n => Assert.Equal(n, Metric.FromString(n).Name));
        Assert.All(ActivationFunction.Table.Names, n => Assert.Equal(n, ActivationFunction.FromString(n).Name));
    }

    [Fact]
    public void Compile_InAnotherScope_NamesBothStrategies()
    {
        using MirroredStrategy first = new(Devices.Cpus(1)), second = new(Devices.Cpus(2));
        using Sequential model = TestData.Mlp(first);
        using IDisposable scope = second.Scope();

        string message = Assert.Throws<InvalidOperationException>(() => model.Compile("adam", "sparse_categorical_crossentropy")).Message;

        Assert.Contains(first.ToString(), message, StringComparison.Ordinal);
        Assert.Contains(second.ToString(), message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_TwoMetricsOfOneName_AreRefused()
    {
        using Sequential model = new([new Dense(2, inputShape: 2)]);

        Assert.Throws<ArgumentException>(
            () => model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy", new SparseCategoricalAccuracy("accuracy")]));
        Assert.Throws<ArgumentException>(() => model.Compile("adam", "sparse_categorical_crossentropy", [null!]));
    }

    [Fact]
    public void Dispose_Strategy_DisposesItsModels()
    {
        MirroredStrategy strategy = new(Devices.Cpus(2));
        Sequential one = TestData.Mlp(strategy), two = TestData.Mlp(strategy);
        one.GetWeights();

        strategy.Dispose();

        Assert.Throws<ObjectDisposedException>(() => one.GetWeights());
        Assert.Throws<ObjectDisposedException>(() => two.GetWeights());
        one.Dispose();
    }

    [Fact]
    public void SetWeights_WrongCountOrShape_ChangesNothing()
    {
        using Sequential model = new([new Dense(2, inputShape: 3)]);
        string before = model.WeightsSha256();

        Assert.Throws<ArgumentException>(() => model.SetWeights([new NDArray<float>(new float[6], [3, 2])]));
        string message = Assert.Throws<ArgumentException>(
            () => model.SetWeights([new NDArray<float>(new float[6], [3, 2]), new NDArray<float>(new float[3], 3)])).Message;

        Assert.Throws<ArgumentException>(() => model.SetWeights([null!, new float[2]]));
        Assert.Contains("bias has shape (2,), found (3,)", message, StringComparison.Ordinal);
        Assert.Equal(before, model.WeightsSha256());
    }

    [Fact]
    public void LoadWeights_OfSavedModel_GivesTheSameBits()
    {
        using TemporaryFolder folder = new();
        using MirroredStrategy strategy = new(Devices.Cpus(3)), other = new(Devices.Cpus(1), new StrategyOptions { Seed = 9 });
        using Sequential saved = TestData.Mlp(strategy), loaded = TestData.Mlp(other);
        saved.SaveWeights(folder["w.safetensors"]);

        loaded.LoadWeights(folder["w.safetensors"]);

        Assert.Equal(saved.WeightsSha256(), loaded.WeightsSha256());
    }

    [Fact]
    public void LoadWeights_OfAnotherModel_SaysWhatDiffersAndChangesNothing()
    {
        using TemporaryFolder folder = new();
        using Sequential small = new([new Dense(2, inputShape: 3)]), large = new([new Dense(4, inputShape: 3)]),
            deep = new([new Dense(2, inputShape: 3), new Dense(2)]);
        small.SaveWeights(folder["w.safetensors"]);
        string before = large.WeightsSha256();

        Assert.Contains("dense/kernel", Assert.Throws<ModelFormatException>(() => large.LoadWeights(folder["w.safetensors"])).Message, StringComparison.Ordinal);
        Assert.Throws<ModelFormatException>(() => deep.LoadWeights(folder["w.safetensors"]));
        Assert.Throws<ArgumentException>(() => large.LoadWeights(folder["w.h5"]));
        Assert.ThrowsAny<IOException>(() => large.LoadWeights(folder["missing.safetensors"]));
        Assert.Equal(before, large.WeightsSha256());
    }
}
