namespace Mirrored.Samples.Basics;

/// <summary>Ends training when the validation loss no longer falls, with the best weights.</summary>
public static class EarlyStop
{
    /// <summary>Trains.</summary>
    /// <returns>How many epochs it took.</returns>
    public static double Run()
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(2));
        using var scope = strategy.Scope();
        var model = new Sequential([new Dense(32, "relu", inputShape: 2), new Dense(Rings.Classes, "softmax")]);
        model.Compile(new Adam(0.03), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

        var (x, y) = Rings.Make(600, seed: 1);
        var history = model.Fit(
            x, y, batchSize: 64, epochs: 200, validationSplit: 0.2, verbose: Verbosity.Silent,
            callbacks: [new EarlyStopping(monitor: "val_loss", patience: 5, restoreBestWeights: true)]);

        int epochs = history["val_loss"].Count;
        double best = history["val_loss"].Min();
        Console.WriteLine($"Stopped after {epochs} epochs; the best validation loss was {best:0.000}.");
        return epochs;
    }
}
