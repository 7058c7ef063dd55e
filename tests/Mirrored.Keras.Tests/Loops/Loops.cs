namespace Mirrored.Keras.Tests;

/// <summary>The tutorial's custom loop, and models that it and <c>Fit</c> train side by side.</summary>
internal static class Loops
{
    public const int Features = 6, Classes = 3, Rows = 61;

    /// <summary>What goes into a model in turn: how it looks, and a loss and an optimizer that suit.</summary>
    public static IReadOnlyDictionary<string, Func<Sequential>> Models { get; } = new Dictionary<string, Func<Sequential>>
    {
        ["dropout"] = () => Compiled(
            [new Dense(9, "relu", inputShape: Features), new Dropout(0.3), new Dense(Classes, "softmax")],
            new Adam(0.01), "sparse_categorical_crossentropy"),
        ["logits"] = () => Compiled(
            [new Dense(9, "tanh", inputShape: Features), new Dense(Classes)],
            new SGD(0.1, momentum: 0.9), new SparseCategoricalCrossentropy(fromLogits: true)),
        ["sum"] = () => Compiled(
            [new Dense(Classes, "softmax", inputShape: Features)],
            new SGD(0.01), new SparseCategoricalCrossentropy(reduction: Reduction.Sum)),
        ["normalization"] = () => Compiled(
            [
                new Dense(9, useBias: false, inputShape: Features), new BatchNormalization(), new Activation("relu"), new Dense(5),
                new BatchNormalization(scale: false), new Dense(Classes, "softmax"),
            ],
            new Adam(0.01), "sparse_categorical_crossentropy"),
        ["normalization per replica"] = () => Compiled(
            [new Dense(9, inputShape: Features), new BatchNormalization(synchronized: false), new Dense(Classes, "softmax")],
            new SGD(0.1), "sparse_categorical_crossentropy"),
        ["penalties"] = () => Compiled(
            [
                new Dense(9, "relu", inputShape: Features) { KernelRegularizer = new L2(0.01) },
                new ActivityRegularization(l1: 0.01, l2: 0.02), new Dropout(0.2), new Dense(Classes, "softmax"),
                new ActivityRegularization(l2: 0.1),
            ],
            new AdamW(0.01) { GlobalClipNorm = 0.5 }, "sparse_categorical_crossentropy"),
        ["nested"] = () => Compiled(
            [new Sequential([new Dense(7, "gelu", inputShape: Features)]), new Dense(Classes, "softmax")],
            new RMSprop(0.01), "sparse_categorical_crossentropy"),
    };

    /// <summary>Trains with <c>Fit</c>, then evaluates.</summary>
    public static Outcome Fit(IReadOnlyList<DeviceId> devices, string model, StrategyOptions options, int batchSize, int epochs = 2)
    {
        using MirroredStrategy strategy = new(devices, options);
        using Sequential trained = Make(strategy, model);
        Dataset<Batch> data = Data(batchSize);
        History history = trained.Fit(data, epochs, verbose: Verbosity.Silent);
        EvaluationResult evaluation = trained.Evaluate(data, Verbosity.Silent);
        return new Outcome(
            trained.WeightsSha256(), [.. history["loss"]], [.. history["accuracy"]], evaluation.Values, trained.Optimizer!.Iterations);
    }

    /// <summary>Trains with a loop of one's own, then evaluates with another.</summary>
    public static Outcome Loop(IReadOnlyList<DeviceId> devices, string model, StrategyOptions options, int batchSize, int epochs = 2)
    {
        using MirroredStrategy strategy = new(devices, options);
        using Sequential trained = Make(strategy, model);
        DistributedDataset data = strategy.Distribute(Data(batchSize));
        List<double> losses = [], accuracies = [];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            trained.ResetMetrics();
            foreach (DistributedBatch batch in data) Step(strategy, trained, batch);
            EvaluationResult result = trained.GetMetricsResult();
            losses.Add(result["loss"]);
            accuracies.Add(result["accuracy"]);
        }

        trained.ResetMetrics();
        foreach (DistributedBatch batch in strategy.Distribute(Data(batchSize)))
            strategy.Run(batch, (_, shard) => trained.UpdateMetrics(shard.Y, trained.Forward(shard.X)));
        return new Outcome(
            trained.WeightsSha256(), losses, accuracies, trained.GetMetricsResult().Values, trained.Optimizer!.Iterations);
    }

    /// <summary>One step of the tutorial's.</summary>
    /// <returns>The sum of the rows' losses over all replicas.</returns>
    public static double Step(MirroredStrategy strategy, Sequential model, DistributedBatch batch)
    {
        PerReplica<double> sums = strategy.Run(batch, (_, shard) =>
        {
            Predictions predictions = model.Forward(shard.X, training: true);
            LossValue loss = model.Loss!.Compute(shard.Y, predictions, batch.GlobalCount);
            model.Backward(loss.Gradient);
            model.UpdateMetrics(shard.Y, predictions);
            model.ApplyGradients();
            return loss.Sum;
        });
        return strategy.Reduce(ReduceOp.Sum, sums);
    }

    public static Sequential Make(MirroredStrategy strategy, string model)
    {
        using IDisposable scope = strategy.Scope();
        return Models[model]();
    }

    public static Dataset<Batch> Data(int batchSize, int rows = Rows)
    {
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(rows, Features, Classes);
        return Dataset.FromTensorSlices(x, y).Shuffle(rows).Batch(batchSize);
    }

    public static StrategyOptions Deterministic(int microBatches = 1) =>
        new() { Seed = 7, Deterministic = true, MicroBatches = microBatches };

    private static Sequential Compiled(IReadOnlyList<Layer> layers, Optimizer optimizer, Loss loss)
    {
        Sequential model = new(layers);
        model.Compile(optimizer, loss, ["accuracy"]);
        return model;
    }

    /// <summary>What training leaves.</summary>
    /// <param name="Weights">The hash of all weights.</param>
    /// <param name="Losses">The loss of each epoch.</param>
    /// <param name="Accuracies">The accuracy of each epoch.</param>
    /// <param name="Evaluation">Loss and accuracy afterwards.</param>
    /// <param name="Iterations">The number of updates.</param>
    internal sealed record Outcome(
        string Weights, IReadOnlyList<double> Losses, IReadOnlyList<double> Accuracies, IReadOnlyList<double> Evaluation, long Iterations)
    {
        public void AssertEqual(Outcome other)
        {
            Assert.Equal(Losses, other.Losses);
            Assert.Equal(Accuracies, other.Accuracies);
            Assert.Equal(Evaluation, other.Evaluation);
            Assert.Equal(Iterations, other.Iterations);
            Assert.Equal(Weights, other.Weights);
        }
    }
}
