namespace Mirrored.Samples.Basics;

/// <summary>Takes trained layers over into another model, freezes them, and trains what is new.</summary>
public static class Transfer
{
    /// <summary>Trains twice.</summary>
    /// <returns>The second model's accuracy.</returns>
    public static double Run()
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(2));
        using var scope = strategy.Scope();
        var first = new Sequential([new Dense(32, "relu", inputShape: 2, name: "features"), new Dense(Rings.Classes, "softmax")]);
        first.Compile(new Adam(0.03), loss: "sparse_categorical_crossentropy");
        var (x, rings) = Rings.Make(600, seed: 1);
        first.Fit(x, rings, batchSize: 50, epochs: 30, verbose: Verbosity.Silent);

        // The new question: is a point in the outer ring or not?
        var outer = new NDArray<int>([.. rings.ToArray().Select(r => r == 2 ? 1 : 0)], 600);
        var second = new Sequential([new Dense(32, "relu", inputShape: 2), new Dense(2, "softmax")]);
        second.Layers[0].SetWeights(first.GetLayer("features").GetWeights());
        second.Layers[0].Trainable = false;
        second.Compile(new Adam(0.03), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        var history = second.Fit(x, outer, batchSize: 50, epochs: 30, verbose: Verbosity.Silent);

        Console.WriteLine($"Accuracy {history["accuracy"][^1]:0.000} with {second.TrainableWeights.Sum(w => w.Shape.Length)} trained weights.");
        return history["accuracy"][^1];
    }
}
