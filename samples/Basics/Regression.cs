namespace Mirrored.Samples.Basics;

/// <summary>Predicts a number from columns of very different sizes, which a layer brings to one scale.</summary>
public static class Regression
{
    /// <summary>Trains on made-up houses.</summary>
    /// <returns>The mean absolute error on new ones, in thousands.</returns>
    public static double Run()
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(2));
        using var scope = strategy.Scope();
        var (x, y) = Houses(800, seed: 1);
        var scale = new Normalization();
        scale.Adapt(x);
        var model = new Sequential([scale, new Dense(32, "relu"), new Dense(32, "relu"), new Dense(1)]);
        model.Compile(new Adam(0.01), loss: "mse", metrics: ["mae"]);

        var history = model.Fit(x, y, epochs: 60, validationSplit: 0.2, verbose: Verbosity.Silent);
        var test = model.Evaluate(Houses(200, seed: 2).X, Houses(200, seed: 2).Y, verbose: Verbosity.Silent);
        float price = model.Predict(new NDArray<float>([120, 3, 1990], [1, 3]), verbose: Verbosity.Silent)[0, 0];

        Console.WriteLine($"Off by {history["val_mae"][^1]:0.0} in validation, {test["mae"]:0.0} on new houses; one costs {price:0.0}.");
        return test["mae"];
    }

    /// <summary>Area in square metres, rooms and year of building; the price in thousands.</summary>
    private static (NDArray<float> X, NDArray<float> Y) Houses(int count, int seed)
    {
        Random random = new(seed);
        var houses = Enumerable.Range(0, count).Select(_ => (Area: random.Next(30, 250), Rooms: random.Next(1, 8), Year: random.Next(1900, 2026)));
        var list = houses.ToList();
        return (NDArray.FromRows(list, h => new float[] { h.Area, h.Rooms, h.Year }),
            (float[])[.. list.Select(h => (1.5f * h.Area) + (8 * h.Rooms) + (h.Year > 1980 ? 40 : 0))]);
    }
}
