namespace Mirrored.Keras;

/// <summary>What is evaluated after every epoch: <c>(x, y)</c> or a dataset of batches; both convert by themselves.</summary>
public sealed class ValidationData
{
    private ValidationData(Dataset<Batch>? dataset, NDArray<float>? x, NDArray? y, NDArray<float>? sampleWeight) =>
        (Dataset, X, Y, SampleWeight) = (dataset, x, y, sampleWeight);

    internal Dataset<Batch>? Dataset { get; }

    internal NDArray<float>? X { get; }

    internal NDArray? Y { get; }

    internal NDArray<float>? SampleWeight { get; }

    /// <summary>Evaluates on arrays.</summary>
    public static implicit operator ValidationData((NDArray<float> X, NDArray Y) arrays) => FromArrays(arrays.X, arrays.Y);

    /// <summary>Evaluates on arrays whose rows have weights.</summary>
    public static implicit operator ValidationData((NDArray<float> X, NDArray Y, NDArray<float> SampleWeight) arrays) =>
        FromArrays(arrays.X, arrays.Y, arrays.SampleWeight);

    /// <summary>Evaluates on a dataset.</summary>
    public static implicit operator ValidationData(Dataset<Batch> dataset) => FromDataset(dataset);

    /// <summary>Evaluates on arrays.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The labels, <c>(rows)</c>.</param>
    /// <param name="sampleWeight">How much each row counts, <c>(rows)</c>; null for 1.</param>
    /// <returns>The data.</returns>
    public static ValidationData FromArrays(NDArray<float> x, NDArray y, NDArray<float>? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return new ValidationData(null, x, y, sampleWeight);
    }

    /// <summary>Evaluates on a dataset.</summary>
    /// <param name="dataset">Batches of features and labels.</param>
    /// <returns>The data.</returns>
    public static ValidationData FromDataset(Dataset<Batch> dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new ValidationData(dataset, null, null, null);
    }

    internal Dataset<Batch> Batches(int batchSize) =>
        Dataset ?? Mirrored.Dataset.Slices(X!, Y!).Batch(batchSize); // Both arrays are there when no dataset is.
}
