namespace Mirrored.Samples.Basics;

/// <summary>Finds what is rare: weights of classes keep the model from always saying no.</summary>
public static class Binary
{
    /// <summary>Trains without and with weights.</summary>
    /// <returns>How many of the rare rows the weighted model finds, of all.</returns>
    public static double Run()
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(2));
        using var scope = strategy.Scope();
        var (x, y) = Rare(2000, seed: 1);
        int rare = y.ToArray().Count(label => label == 1);
        var weights = new Dictionary<int, double> { [0] = 2000.0 / (2 * (2000 - rare)), [1] = 2000.0 / (2 * rare) };

        double plain = Recall(x, y, null), weighted = Recall(x, y, weights);
        Console.WriteLine($"{rare} of 2000 rows are rare. Found without weights: {plain:0%}, with weights: {weighted:0%}.");
        return weighted;
    }

    private static double Recall(NDArray<float> x, NDArray<float> y, Dictionary<int, double>? weights)
    {
        var model = new Sequential([new Dense(16, "relu", inputShape: 2), new Dropout(0.2), new Dense(1, "sigmoid")]);
        model.Compile(new Adam(0.01), loss: "binary_crossentropy", metrics: ["precision", "recall", "auc"]);
        model.Fit(x, y, batchSize: 200, epochs: 20, verbose: Verbosity.Silent, options: new FitOptions { ClassWeight = weights });
        return model.Evaluate(Rare(2000, seed: 2).X, Rare(2000, seed: 2).Y, verbose: Verbosity.Silent)["recall"];
    }

    /// <summary>Points in the plane, of which those near a corner are mostly rare.</summary>
    private static (NDArray<float> X, NDArray<float> Y) Rare(int count, int seed)
    {
        Random random = new(seed);
        float[] points = [.. Enumerable.Range(0, 2 * count).Select(_ => random.NextSingle())];
        float[] labels = [.. points.Chunk(2).Select(p => p[0] + p[1] > 1.6f && random.Next(10) < 6 ? 1f : 0)];
        return (new NDArray<float>(points, [count, 2]), labels);
    }
}
