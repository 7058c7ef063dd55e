namespace Mirrored.Keras.Tests;

/// <summary>Penalties, constraints, limits and frozen layers in whole models.</summary>
public sealed class WeightRuleTests
{
    private readonly (NDArray<float> X, NDArray<byte> Y) _data = TestData.Images(60, 6, 4);

    private static readonly Dictionary<string, Func<Optimizer>> Optimizers = new()
    {
        ["adam, norm"] = () => new Adam(0.01, amsgrad: true) { ClipNorm = 0.05, ClipValue = 0.02 },
        ["adamw"] = () => new AdamW(0.01, 0.1) { ExcludeFromWeightDecay = ["bias"] },
        ["sgd, global norm"] = () => new SGD(new CosineDecay(0.1, 20), momentum: 0.9, nesterov: true) { GlobalClipNorm = 0.1 },
        ["rmsprop"] = () => new RMSprop(0.01, centered: true),
        ["adagrad"] = () => "adagrad",
    };

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_Deterministic_GivesTheSameBitsOnAnyReplicas(string optimizer)
    {
        (string hash, double[] losses) = Train(Devices.Cpus(1), Optimizers[optimizer]());
        foreach (int replicas in (int[])[2, 3, 8])
        {
            (string otherHash, double[] otherLosses) = Train(Devices.Cpus(replicas), Optimizers[optimizer]());
            Assert.Equal(hash, otherHash);
            Assert.Equal(losses, otherLosses);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_DeterministicOnAGpu_GivesTheCpusBits(string optimizer)
    {
        SimulatorAtHand.SkipWithoutGpu();
        (string hash, double[] losses) = Train(Devices.Cpus(1), Optimizers[optimizer]());
        (string gpuHash, double[] gpuLosses) = Train(Devices.Gpus(0), Optimizers[optimizer]());

        Assert.Equal(hash, gpuHash);
        Assert.Equal(losses, gpuLosses);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Evaluate_WithPenalties_AddsThemOnce(int replicas)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas));
        double plain = Evaluate(strategy, null, null), penalized = Evaluate(strategy, new L1L2(0.01, 0.02), "l2");

        // Kernel 1, -2, 3, ... and bias 0.5; the report is a float32 near 10.
        double[] kernel = [.. Enumerable.Range(1, 24).Select(i => (double)(i % 2 == 0 ? -i : i) / 10)];
        double expected = 0.01 * kernel.Sum(Math.Abs) + 0.02 * kernel.Sum(w => w * w) + 0.01 * 4 * 0.25;
        Assert.Equal(expected, penalized - plain, 1e-5);
    }

    [Fact]
    public void Fit_WithPenalty_FollowsItsGradient()
    {
        // A gradient of zero but for the penalty's: features are zero, so the kernel moves by 2 l2 w and l1 sign w alone.
        using Sequential model = new(
            [new Dense(2, "softmax", useBias: false, inputShape: 2) { KernelRegularizer = new L1L2(0.5, 0.25) }]);
        model.Compile(new SGD(0.5), "sparse_categorical_crossentropy");
        model.SetWeights([new NDArray<float>([1, -2, 4, 0], [2, 2])]);

        NDArray<float> zeros = new(new float[8], [4, 2]);
        model.Fit(zeros, new NDArray<int>([0, 1, 0, 1], 4), batchSize: 4, verbose: Verbosity.Silent);

        // w - 0.5 (0.5 w + 0.5 sign w): every number is exact.
        Assert.Equal([0.5f, -1.25f, 2.75f, 0f], model.GetWeights()[0].ToArray());
    }

    [Theory]
    [InlineData("max_norm")]
    [InlineData("unit_norm")]
    [InlineData("min_max_norm")]
    [InlineData("non_neg")]
    public void Fit_WithConstraint_KeepsIt(string constraint)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        using IDisposable scope = strategy.Scope();
        using Sequential model = new(
            [new Dense(4, "softmax", inputShape: 6) { KernelConstraint = constraint, BiasConstraint = "non_neg" }]);
        model.Compile(new SGD(20), "sparse_categorical_crossentropy");

        model.Fit(_data.X, _data.Y, batchSize: 20, epochs: 3, verbose: Verbosity.Silent);

        float[] kernel = model.GetWeights()[0].ToArray();
        double[] norms = [.. Enumerable.Range(0, 4).Select(
            unit => Math.Sqrt(Enumerable.Range(0, 6).Sum(i => Math.Pow(kernel[i * 4 + unit], 2))))];
        Assert.All(model.GetWeights()[1].ToArray(), b => Assert.True(b >= 0));
        // Norms are exact to some roundings, and to the 1e-7 that is added to them.
        if (constraint == "max_norm") Assert.All(norms, norm => Assert.InRange(norm, 0, 2 + 1e-6));
        if (constraint == "max_norm") Assert.Contains(norms, norm => norm > 1.9);
        if (constraint == "unit_norm") Assert.All(norms, norm => Assert.Equal(1, norm, 1e-6));
        if (constraint == "min_max_norm") Assert.All(norms, norm => Assert.InRange(norm, 0, 1 + 1e-6));
        if (constraint == "non_neg") Assert.All(kernel, w => Assert.True(w >= 0));
    }

    [Fact]
    public void Build_ConstraintOnAMissingAxis_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new Sequential([new Dense(4, inputShape: 6, name: "d") { BiasConstraint = new MaxNorm(axis: 1) }]));

        Assert.Contains("axis 1, but d/bias has shape (4,)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_FrozenLayer_KeepsItsWeightsFromTheNextCompileOn()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        using IDisposable scope = strategy.Scope();
        using Sequential model = new([new Dense(5, "relu", inputShape: 6), new Dense(5, "relu"), new Dense(4, "softmax")]);
        model.Compile("adam", "sparse_categorical_crossentropy");
        model.Layers[0].Trainable = false;
        float[][] start = Weights(model);
        model.Fit(_data.X, _data.Y, verbose: Verbosity.Silent);
        float[][] thawed = Weights(model);
        Assert.NotEqual(start[0], thawed[0]); // Not compiled yet.

        model.Compile("adam", "sparse_categorical_crossentropy");
        Assert.Equal(thawed, Weights(model));
        model.Fit(_data.X, _data.Y, verbose: Verbosity.Silent);

        float[][] frozen = Weights(model);
        Assert.Equal(thawed[..2], frozen[..2]);
        for (int i = 2; i < 6; i++) Assert.NotEqual(thawed[i], frozen[i]);
        Assert.Equal(4, model.Engine().Layout.Trained.Count);
        Assert.Equal(4, model.TrainableWeights.Count);
        StringWriter summary = new();
        model.Summary(summary);
        Assert.Contains("Non-trainable params: 35", summary.ToString(), StringComparison.Ordinal); // 6 x 5 + 5.
        string refused = Assert.Throws<ArgumentException>(() => model.Engine().ReadSlot("m", model.Weights[0]).ToArray()).Message;
        Assert.Contains("is not trained", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WholeModelFrozen_ChangesNothing()
    {
        using Sequential model = new([new Dense(4, "softmax", inputShape: 6)]) { Trainable = false };
        model.Compile("adam", "sparse_categorical_crossentropy");
        float[][] start = Weights(model);

        model.Fit(_data.X, _data.Y, verbose: Verbosity.Silent);

        Assert.Equal(start, Weights(model));
        Assert.False(model.Trainable);
    }

    [Fact]
    public void Slots_ReadAndWritten_GoOnWhereTheyWere()
    {
        using Sequential one = Model(), two = Model();
        one.Fit(_data.X, _data.Y, batchSize: 20, epochs: 2, verbose: Verbosity.Silent);
        StepEngine from = one.Engine(), to = two.Engine();
        two.SetWeights(one.GetWeights());
        Assert.Equal(["m", "v", "vhat"], from.SlotNames);
        foreach ((Parameter source, Parameter target) in one.Weights.Zip(two.Weights))
            foreach (string slot in from.SlotNames) to.WriteSlot(slot, target, from.ReadSlot(slot, source).ToArray());
        to.RestoreIterations(from.Iterations);

        FitOptions inOrder = new() { Shuffle = false };
        one.Fit(_data.X, _data.Y, batchSize: 20, verbose: Verbosity.Silent, options: inOrder);
        two.Fit(_data.X, _data.Y, batchSize: 20, verbose: Verbosity.Silent, options: inOrder);

        Assert.Equal(one.WeightsSha256(), two.WeightsSha256());
        string refused = Assert.Throws<ArgumentException>(() => to.ReadSlot("k", two.Weights[0]).ToArray()).Message;
        Assert.Contains("m, v, vhat", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_EveryType_HasItsName()
    {
        static int Types(Type kind) => kind.Assembly.GetTypes().Count(t => t.IsSubclassOf(kind) && !t.IsAbstract && t.IsPublic);
        Assert.Equal(Types(typeof(Regularizer)), Regularizer.Table.Names.Count);
        Assert.Equal(Types(typeof(Constraint)), Constraint.Table.Names.Count);
        string unknown = Assert.Throws<ArgumentException>(() => Constraint.FromString("nonneg")).Message;
        Assert.Contains("'non_neg'", unknown, StringComparison.Ordinal);
        L1L2 both = Assert.IsType<L1L2>(Regularizer.FromString("l1_l2"));
        Assert.Equal((0.01, 0.01), (both.L1, both.L2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new L2(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinMaxNorm(2, 1));
    }

    private static Sequential Model()
    {
        Sequential model = new([new Dense(5, "relu", inputShape: 6), new Dense(4, "softmax")]);
        model.Compile(new Adam(0.01, amsgrad: true), "sparse_categorical_crossentropy");
        return model;
    }

    private static float[][] Weights(Sequential model) => [.. model.GetWeights().Select(w => w.ToArray())];

    private double Evaluate(MirroredStrategy strategy, Regularizer? kernel, Regularizer? bias)
    {
        using IDisposable scope = strategy.Scope();
        using Sequential model = new(
            [new Dense(4, "softmax", inputShape: 6) { KernelRegularizer = kernel, BiasRegularizer = bias }]);
        model.Compile("sgd", "sparse_categorical_crossentropy");
        model.SetWeights([
            new NDArray<float>([.. Enumerable.Range(1, 24).Select(i => (i % 2 == 0 ? -i : i) / 10f)], [6, 4]),
            new NDArray<float>([0.5f, 0.5f, 0.5f, 0.5f], 4)]);
        // Uneven batches, some with fewer rows than leaves.
        return model.Evaluate(_data.X, _data.Y, batchSize: 7, verbose: Verbosity.Silent).Loss;
    }

    private (string Hash, double[] Losses) Train(IReadOnlyList<DeviceId> devices, Optimizer optimizer)
    {
        using MirroredStrategy strategy = new(devices, new StrategyOptions { Seed = 7, Deterministic = true });
        using IDisposable scope = strategy.Scope();
        using Sequential model = new(
        [
            new Dense(9, "relu", inputShape: 6)
            {
                KernelRegularizer = new L1L2(0.001, 0.01), KernelConstraint = new MaxNorm(0.9),
            },
            new Dense(7, "tanh") { Trainable = false, KernelRegularizer = "l2" },
            new Dense(4, "softmax")
            {
                BiasRegularizer = "l1", KernelConstraint = new MinMaxNorm(0.5, 0.8, 0.7, axis: 1), BiasConstraint = "non_neg",
            },
        ]);
        model.Compile(optimizer, "sparse_categorical_crossentropy");
        History history = model.Fit(_data.X, _data.Y, batchSize: 13, epochs: 4, verbose: Verbosity.Silent);
        return (model.WeightsSha256(), [.. history["loss"]]);
    }
}
