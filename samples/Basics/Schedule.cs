namespace Mirrored.Samples.Basics;

/// <summary>Lowers the learning rate along a cosine while it trains.</summary>
public static class Schedule
{
    private const int BatchSize = 50, Epochs = 30, Rows = 600;

    /// <summary>Trains.</summary>
    /// <returns>The learning rate at the end.</returns>
    public static double Run()
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(2));
        using var scope = strategy.Scope();
        var model = new Sequential([new Dense(32, "relu", inputShape: 2), new Dense(Rings.Classes, "softmax")]);
        var rate = new CosineDecay(initialLearningRate: 0.05, decaySteps: Rows / BatchSize * Epochs);
        model.Compile(new Adam(rate), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

        var (x, y) = Rings.Make(Rows, seed: 1);
        var history = model.Fit(x, y, BatchSize, Epochs, verbose: Verbosity.Silent);

        double last = rate.At(model.Optimizer!.Iterations);
        Console.WriteLine($"Accuracy {history["accuracy"][^1]:0.000}; the rate fell from 0.05 to {last:0.000000}.");
        return last;
    }
}
