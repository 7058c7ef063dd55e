namespace Mirrored.Campaigns;

/// <summary>A small model and data, for campaigns about everything but learning.</summary>
internal static class Models
{
    private const int Rows = 64, Features = 16, Classes = 10;

    public static NDArray<float> X { get; } = new([.. Enumerable.Range(0, Rows * Features).Select(i => MathF.Sin(i))], [Rows, Features]);

    public static NDArray<int> Y { get; } = new([.. Enumerable.Range(0, Rows).Select(i => i % Classes)], Rows);

    public static Sequential Compiled(MirroredStrategy strategy)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new([new Dense(8, "relu", inputShape: Features), new Dropout(0.2), new BatchNormalization(), new Dense(Classes, "softmax")]);
        model.Compile(new Adam(), "sparse_categorical_crossentropy", ["accuracy"]);
        return model;
    }

    /// <summary>Makes everything, trains two steps, gives everything back.</summary>
    public static void Cycle(IReadOnlyList<DeviceId> devices, bool deterministic)
    {
        using MirroredStrategy strategy = new(devices, new StrategyOptions { Deterministic = deterministic });
        using Sequential model = Compiled(strategy);
        model.Fit(X, Y, batchSize: Rows / 2, verbose: Verbosity.Silent);
    }
}
