namespace Mirrored.Keras.Tests;

/// <summary>A case for every type that a model is made of, by its name; a type without one fails the tests.</summary>
internal static class TypeCases
{
    private const int Features = TypeCase.Features, Classes = TypeCase.Classes;

    public static Dictionary<string, TypeCase> Layers { get; } = new()
    {
        [nameof(Input)] = new(() => [new Input(Features), Head()]),
        [nameof(Dense)] = new(() =>
        [
            new Dense(5, "tanh", inputShape: Features) { BiasConstraint = "max_norm" },
            new Dense(4, useBias: false), Head(),
        ]),
        [nameof(Activation)] = Between(() => new Activation("swish")),
        [nameof(ActivityRegularization)] = Between(() => new ActivityRegularization(0.01, 0.02)),
        [nameof(BatchNormalization)] = Between(() => new BatchNormalization()),
        [nameof(Dropout)] = Between(() => new Dropout(0.3)),
        [nameof(Flatten)] = Between(() => new Reshape([3, 2])), // A flatten follows.
        [nameof(GaussianNoise)] = Between(() => new GaussianNoise(0.1)),
        [nameof(LayerNormalization)] = Between(() => new LayerNormalization()),
        [nameof(Normalization)] = Between(() => new Normalization([0.1], [0.5])),
        [nameof(Rescaling)] = Between(() => new Rescaling(0.5, 0.1)),
        [nameof(Reshape)] = Between(() => new Reshape([2, 3])),
        [nameof(Sequential)] = Between(() => new Sequential([new Dense(Features, "tanh"), new BatchNormalization()])),
    };

    public static Dictionary<string, TypeCase> Activations { get; } = ActivationFunction.Table.Names.ToDictionary(
        name => ActivationFunction.FromString(name).GetType().Name, name => Between(() => new Activation(name)));

    public static Dictionary<string, TypeCase> Losses { get; } = Loss.Table.Names.ToDictionary(
        name => Loss.FromString(name).GetType().Name, name => Plain("sigmoid") with
        {
            Loss = name,
            Sparse = name.StartsWith("sparse", StringComparison.Ordinal),
        });

    public static Dictionary<string, TypeCase> Optimizers { get; } = new()
    {
        [nameof(Adagrad)] = Plain() with { Optimizer = new Adagrad(0.05) { ClipValue = 0.1 } },
        [nameof(Adam)] = Plain() with { Optimizer = new Adam(0.01, amsgrad: true) { ClipNorm = 0.5 } },
        [nameof(AdamW)] = Plain() with { Optimizer = new AdamW(0.01, weightDecay: 0.1) },
        [nameof(RMSprop)] = Plain() with { Optimizer = new RMSprop(0.01, momentum: 0.9, centered: true) },
        [nameof(SGD)] = Plain() with { Optimizer = new SGD(0.05, momentum: 0.9, nesterov: true) { GlobalClipNorm = 0.5 } },
    };

    public static Dictionary<string, TypeCase> Metrics { get; } = new()
    {
        [nameof(Accuracy)] = Classified(new Accuracy()),
        [nameof(AUC)] = Rated(new AUC(), new AUC(50, AucCurve.PrecisionRecall, name: "pr")),
        [nameof(BinaryAccuracy)] = Rated(new BinaryAccuracy(0.3)),
        [nameof(CategoricalAccuracy)] = Rated(new CategoricalAccuracy()),
        [nameof(ConfusionMatrix)] = Classified(new ConfusionMatrix(Classes)),
        [nameof(Crossentropy)] = Classified(new Crossentropy()),
        [nameof(FalseNegatives)] = Rated(new FalseNegatives()),
        [nameof(FalsePositives)] = Rated(new FalsePositives()),
        [nameof(LossMetric)] = Rated([.. Loss.Table.Names.Where(n => n[0] != 's' || n[1] == 'q').Select(n => (Metric)Loss.FromString(n))]),
        [nameof(PrecisionMetric)] = Rated(new PrecisionMetric([0.2, 0.4]), new PrecisionMetric(topK: 2, classId: 1, name: "top")),
        [nameof(Recall)] = Rated(new Recall([0.3])),
        [nameof(RootMeanSquaredError)] = Rated(new RootMeanSquaredError()),
        [nameof(SparseCategoricalAccuracy)] = Classified(new SparseCategoricalAccuracy()),
        [nameof(SparseTopKCategoricalAccuracy)] = Classified(new SparseTopKCategoricalAccuracy(2)),
        [nameof(TopKCategoricalAccuracy)] = Rated(new TopKCategoricalAccuracy(2)),
        [nameof(TrueNegatives)] = Rated(new TrueNegatives()),
        [nameof(TruePositives)] = Rated(new TruePositives()),
    };

    public static Dictionary<string, TypeCase> Initializers { get; } = Initializer.Table.Names.ToDictionary(
        name => Initializer.FromString(name).GetType().Name, name => new TypeCase(() =>
        [
            new Dense(Features, "tanh", inputShape: Features) { KernelInitializer = name, BiasInitializer = Bias(name) }, Head(),
        ]));

    public static Dictionary<string, TypeCase> Regularizers { get; } = Regularizer.Table.Names.ToDictionary(
        name => Regularizer.FromString(name).GetType().Name, name => new TypeCase(() =>
        [
            new Dense(5, "tanh", inputShape: Features) { KernelRegularizer = name, BiasRegularizer = name }, Head(),
        ]));

    public static Dictionary<string, TypeCase> Constraints { get; } = Constraint.Table.Names.ToDictionary(
        name => Constraint.FromString(name).GetType().Name, name => new TypeCase(() =>
        [
            new Dense(5, "tanh", inputShape: Features) { KernelConstraint = name, BiasConstraint = name }, Head(),
        ]));

    public static Dictionary<string, TypeCase> Schedules { get; } = new()
    {
        [nameof(CosineDecay)] = Scheduled(new CosineDecay(0.1, 3)),
        [nameof(CosineDecayRestarts)] = Scheduled(new CosineDecayRestarts(0.1, 2)),
        [nameof(ExponentialDecay)] = Scheduled(new ExponentialDecay(0.1, 2, 0.5, staircase: true)),
        [nameof(InverseTimeDecay)] = Scheduled(new InverseTimeDecay(0.1, 2, 0.5)),
        [nameof(PiecewiseConstantDecay)] = Scheduled(new PiecewiseConstantDecay([1, 2], [0.1, 0.01, 0.02])),
        [nameof(PolynomialDecay)] = Scheduled(new PolynomialDecay(0.1, 3)),
        ["ConstantLearningRate"] = Scheduled(0.1),
    };

    /// <summary>The tables, each with the type that all of its types derive from.</summary>
    public static IReadOnlyDictionary<Type, Dictionary<string, TypeCase>> Tables { get; } = new Dictionary<Type, Dictionary<string, TypeCase>>
    {
        [typeof(Layer)] = Layers, [typeof(ActivationFunction)] = Activations, [typeof(Loss)] = Losses, [typeof(Metric)] = Metrics,
        [typeof(Optimizer)] = Optimizers, [typeof(LearningRateSchedule)] = Schedules, [typeof(Initializer)] = Initializers,
        [typeof(Regularizer)] = Regularizers, [typeof(Constraint)] = Constraints,
    };

    private static Dense Head(string activation = "softmax") => new(Classes, activation);

    /// <summary>The layer between two dense ones, behind as many numbers as the features.</summary>
    private static TypeCase Between(Func<Layer> create) => new(() =>
        [new Dense(Features, "tanh", inputShape: Features), create(), new Flatten(), Head()]);

    private static TypeCase Plain(string output = "softmax") => new(() => [new Dense(5, "tanh", inputShape: Features), Head(output)]);

    private static TypeCase Scheduled(LearningRateSchedule schedule) => Plain() with { Optimizer = new SGD(schedule) };

    private static TypeCase Classified(params Metric[] metrics) => Plain() with { Metrics = metrics };

    private static TypeCase Rated(params Metric[] metrics) => Plain("sigmoid") with
    {
        Metrics = metrics,
        Loss = "binary_crossentropy",
        Sparse = false,
    };

    /// <summary>Some need a matrix.</summary>
    private static Initializer Bias(string name) => name is "identity" or "orthogonal" ? "zeros" : name;
}
