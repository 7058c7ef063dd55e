namespace Mirrored.Samples.Basics;

/// <summary>Keeps the weights of the best epoch in a file while training goes on, and takes them back afterwards.</summary>
public static class Checkpoint
{
    /// <summary>Trains.</summary>
    /// <returns>By how much the weights in the file are off the best epoch's validation loss.</returns>
    public static double Run()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        using var strategy = new MirroredStrategy(Devices.Cpus(2));
        using var scope = strategy.Scope();
        var model = new Sequential([new Dense(32, "relu", inputShape: 2), new Dense(Rings.Classes, "softmax")]);
        model.Compile(new Adam(0.1), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

        var (x, y) = Rings.Make(600, seed: 1);
        var held = Rings.Make(200, seed: 2);
        var history = model.Fit(
            x, y, batchSize: 64, epochs: 30, validationData: held, verbose: Verbosity.Silent,
            callbacks: [new ModelCheckpoint(path, monitor: "val_loss", saveBestOnly: true)]);

        var best = model.Clone();
        best.LoadWeights(path);
        best.Compile("adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        double loss = best.Evaluate(held.Points, held.Rings, verbose: Verbosity.Silent).Loss;
        File.Delete(path);
        Console.WriteLine($"Validation loss at the end {history["val_loss"][^1]:0.000}, of the file {loss:0.000}.");
        return Math.Abs(loss - history["val_loss"].Min());
    }
}
