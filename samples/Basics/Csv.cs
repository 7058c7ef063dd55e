namespace Mirrored.Samples.Basics;

/// <summary>Trains on a table in a text file, read row by row.</summary>
public static class Csv
{
    /// <summary>Writes a table, and trains on it.</summary>
    /// <returns>The accuracy.</returns>
    public static double Run()
    {
        string path = Path.GetTempFileName();
        var (points, rings) = Rings.Make(600, seed: 1);
        string[] names = ["inner", "middle", "outer"];
        File.WriteAllLines(path, ["x,y,ring", .. Enumerable.Range(0, 600).Select(i => FormattableString.Invariant(
            $"{points[i, 0]},{points[i, 1]},{names[rings[i]]}"))]);

        using var strategy = new MirroredStrategy(Devices.Cpus(2));
        using var scope = strategy.Scope();
        var model = new Sequential([new Dense(32, "relu", inputShape: 2), new Dense(Rings.Classes, "softmax")]);
        model.Compile(new Adam(0.03), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

        var table = Dataset.FromCsv(path, features: ["x", "y"], target: CsvColumn.Class("ring", names));
        model.Fit(table.Cache().Shuffle(600).Batch(50), epochs: 20, verbose: Verbosity.Silent);
        var (loss, accuracy) = model.Evaluate(table.Batch(100), verbose: Verbosity.Silent);

        File.Delete(path);
        Console.WriteLine($"Loss {loss:0.000}, accuracy {accuracy:0.000}.");
        return accuracy;
    }
}
