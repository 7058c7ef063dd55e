namespace Mirrored.Samples.Basics;

/// <summary>Normalizes over the global batch, so that features of any scale train alike on any number of devices.</summary>
public static class BatchNorm
{
    /// <summary>Trains on points far from the origin, on one device and on three.</summary>
    /// <returns>1 when both have the same weights, bit for bit; else 0.</returns>
    public static double Run()
    {
        var (points, rings) = Rings.Make(600, seed: 1);
        var x = new NDArray<float>([.. points.ToArray().Select(v => (1000 * v) + 5000)], points.Shape);
        string one = Train(1, x, rings), three = Train(3, x, rings);
        return one == three ? 1 : 0;
    }

    private static string Train(int devices, NDArray<float> x, NDArray<int> y)
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(devices), new StrategyOptions { Deterministic = true });
        using var scope = strategy.Scope();
        var model = new Sequential(
        [
            new BatchNormalization(inputShape: 2), new Dense(32, useBias: false), new BatchNormalization(),
            new Activation("relu"), new Dense(Rings.Classes, "softmax"),
        ]);
        model.Compile(new Adam(0.03), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        var history = model.Fit(x, y, batchSize: 50, epochs: 10, verbose: Verbosity.Silent);
        Console.WriteLine($"{devices} x CPU: accuracy {history["accuracy"][^1]:0.000}, weights {model.WeightsSha256()[..8]}");
        return model.WeightsSha256();
    }
}
