namespace Mirrored.Samples.Basics;

/// <summary>Several classes of which one counts more: weights of classes on a dataset, and a table of what was taken for what.</summary>
public static class ClassWeights
{
    /// <summary>Trains.</summary>
    /// <returns>How many points of the middle ring were recognised, of all.</returns>
    public static double Run()
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(2));
        using var scope = strategy.Scope();
        var model = new Sequential([new Dense(32, "relu", inputShape: 2), new Dense(Rings.Classes, "softmax")]);
        model.Compile(new Adam(0.03), loss: "sparse_categorical_crossentropy", metrics: ["accuracy", new ConfusionMatrix(Rings.Classes)]);

        var (x, y) = Rings.Make(900, seed: 1);
        var train = Dataset.FromTensorSlices(x, y).Shuffle(900).Batch(64).Prefetch(Dataset.AutoTune);
        var options = new FitOptions { ClassWeight = new Dictionary<int, double> { [0] = 1, [1] = 4, [2] = 1 } };
        model.Fit(train, epochs: 30, verbose: Verbosity.Silent, options: options);

        var (newX, newY) = Rings.Make(300, seed: 2);
        var result = model.Evaluate(newX, newY, verbose: Verbosity.Silent);
        for (int label = 0; label < Rings.Classes; label++)
            Console.WriteLine($"ring {label}: {string.Join(" ", Enumerable.Range(0, Rings.Classes).Select(p => $"{result[$"confusion_matrix_{label}_{p}"],4}"))}");
        return result["confusion_matrix_1_1"] / newY.ToArray().Count(label => label == 1);
    }
}
