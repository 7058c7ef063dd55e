using Mirrored.Keras;

namespace Mirrored.Docs.Tests;

/// <summary>The code in docs/data.md; compiled, not run.</summary>
internal static class DataProgram
{
    public static Dataset<Batch> FromArrays(NDArray<float> x, NDArray<int> y)
    {
        Dataset<Batch> train = Dataset.FromTensorSlices(x, y).Shuffle(x.Shape[0]).Batch(128);
        return train;
    }

    public static Dataset<Batch> FromFiles(IEnumerable<string> files)
    {
        Dataset<Batch> stream = Dataset.FromEnumerable(files, Read)
            .Cache()
            .Shuffle(10_000)
            .Map(example => Augment(example), numParallelCalls: Dataset.AutoTune)
            .Batch(128)
            .Prefetch(Dataset.AutoTune);
        return stream;
    }

    public static Dataset<Batch> Weighted(NDArray<float> x, NDArray<int> y, NDArray<float> weights)
    {
        Dataset<Batch> weighted = Dataset.FromTensorSlices(x, y, weights).Shuffle(1000).Batch(128);
        return weighted;
    }

    public static Dataset<Batch> WeightedStream(IEnumerable<string> files)
    {
        Dataset<Batch> streamed = Dataset.FromEnumerable(files, file => Read(file)).Map(Weigh).Batch(128);
        return streamed;
    }

    public static Dataset<Example> FromTable()
    {
        Dataset<Example> table = Dataset.FromCsv(
            "penguins.csv",
            features: ["bill_length", CsvColumn.Number("body_mass", missingValue: 4200), CsvColumn.OneHot("sex", "male", "female")],
            target: CsvColumn.Class("species", "Adelie", "Chinstrap", "Gentoo"));
        return table;
    }

    private static Example Read(string file) => new(new[] { (float)file.Length }, file.Length % 2);

    private static Example Weigh(Example example) => new(example.X, example.Y) { SampleWeight = 0.5f };

    private static Example Augment(Example example) => example;
}
