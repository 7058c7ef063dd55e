namespace Mirrored.Samples.Basics;

/// <summary>A callback of one's own: ends training when it is accurate enough.</summary>
public static class CustomCallback
{
    /// <summary>Trains.</summary>
    /// <returns>The accuracy of the last epoch.</returns>
    public static double Run()
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(2));
        using var scope = strategy.Scope();
        var model = new Sequential([new Dense(32, "relu", inputShape: 2), new Dense(Rings.Classes, "softmax")]);
        model.Compile(new Adam(0.03), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

        var (x, y) = Rings.Make(600, seed: 1);
        var history = model.Fit(
            x, y, batchSize: 50, epochs: 100, verbose: Verbosity.Silent, callbacks: [new AccurateEnough(0.9)]);

        Console.WriteLine($"Stopped after {history["accuracy"].Count} epochs.");
        return history["accuracy"][^1];
    }

    private sealed class AccurateEnough(double accuracy) : Callback
    {
        public override void OnEpochEnd(int epoch, Logs logs)
        {
            if (logs["accuracy"] >= accuracy) Model.StopTraining = true;
        }
    }
}
