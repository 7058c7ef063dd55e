namespace Mirrored;

/// <summary>Makes datasets: what tf.data is to Keras.</summary>
public static partial class Dataset
{
    /// <summary>Lets Mirrored choose: the argument of <see cref="Dataset{T}.Prefetch"/> in most programs.</summary>
    public const int AutoTune = -1;

    /// <summary>The <see cref="Dataset{T}.Cardinality"/> of a dataset without end.</summary>
    public const long InfiniteCardinality = Counts.Infinite;

    /// <summary>The <see cref="Dataset{T}.Cardinality"/> when only reading tells how many elements there are.</summary>
    public const long UnknownCardinality = Counts.Unknown;

    /// <summary>As a number of elements: all of them. As a number of passes: for ever.</summary>
    internal const long All = -1;

    /// <summary>A dataset of the rows of <paramref name="x"/> with their classes.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The classes, <c>(rows, ...)</c>.</param>
    /// <returns>The dataset, in the order of the rows. The arrays are not copied.</returns>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">The first axes differ, or there are no rows.</exception>
    public static Dataset<Example> FromTensorSlices(NDArray<float> x, NDArray<int> y) => Slices(x, y);

    /// <inheritdoc cref="FromTensorSlices(NDArray{float}, NDArray{int})"/>
    public static Dataset<Example> FromTensorSlices(NDArray<float> x, NDArray<byte> y) => Slices(x, y);

    /// <summary>A dataset of the rows of <paramref name="x"/> with their target numbers.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The targets, <c>(rows, ...)</c>.</param>
    /// <returns>The dataset, in the order of the rows. The arrays are not copied.</returns>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">The first axes differ, or there are no rows.</exception>
    public static Dataset<Example> FromTensorSlices(NDArray<float> x, NDArray<float> y) => Slices(x, y);

    /// <summary>A dataset of the rows of <paramref name="x"/> with their classes and weights.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The classes, <c>(rows, ...)</c>.</param>
    /// <param name="sampleWeight">How much each row counts in the loss and in weighted metrics, <c>(rows)</c>.</param>
    /// <returns>The dataset, in the order of the rows. The arrays are not copied.</returns>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">The first axes differ, or there are no rows.</exception>
    public static Dataset<Example> FromTensorSlices(NDArray<float> x, NDArray<int> y, NDArray<float> sampleWeight) =>
        WeightedSlices(x, y, sampleWeight);

    /// <inheritdoc cref="FromTensorSlices(NDArray{float}, NDArray{int}, NDArray{float})"/>
    public static Dataset<Example> FromTensorSlices(NDArray<float> x, NDArray<byte> y, NDArray<float> sampleWeight) =>
        WeightedSlices(x, y, sampleWeight);

    /// <summary>A dataset of the rows of <paramref name="x"/> with their target numbers and weights.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The targets, <c>(rows, ...)</c>.</param>
    /// <param name="sampleWeight">How much each row counts in the loss and in weighted metrics, <c>(rows)</c>.</param>
    /// <returns>The dataset, in the order of the rows. The arrays are not copied.</returns>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">The first axes differ, or there are no rows.</exception>
    public static Dataset<Example> FromTensorSlices(NDArray<float> x, NDArray<float> y, NDArray<float> sampleWeight) =>
        WeightedSlices(x, y, sampleWeight);

    /// <summary>A dataset of the rows of <paramref name="x"/> alone, for prediction.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <returns>The dataset, in the order of the rows. The array is not copied.</returns>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    public static Dataset<Example> FromTensorSlices(NDArray<float> x)
    {
        RequireRows(x, nameof(x));
        return new(new IndexPipeline(x, null), RowReader.ReadExample, new EnumerationSeed());
    }

    internal static Dataset<Example> Slices(NDArray<float> x, NDArray y, NDArray<float>? sampleWeight = null)
    {
        RequireRows(x, nameof(x));
        RequireRows(y, nameof(y));
        if (x.RowCount != y.RowCount)
            throw new ArgumentException(
                $"x has {x.RowCount} rows (shape {x.Shape}), y has {y.RowCount} (shape {y.Shape}): "
                + "give as many targets as rows of features.", nameof(y));
        if (sampleWeight is not null && sampleWeight.Shape != new Shape(x.RowCount))
            throw new ArgumentException(
                $"Sample weights have shape {sampleWeight.Shape}, x {x.Shape}: give one weight for each row, shape ({x.RowCount},).",
                nameof(sampleWeight));
        return new(new IndexPipeline(x, y, sampleWeight), RowReader.ReadExample, new EnumerationSeed());
    }

    private static Dataset<Example> WeightedSlices(NDArray<float> x, NDArray y, NDArray<float> sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(sampleWeight);
        return Slices(x, y, sampleWeight);
    }

    private static void RequireRows(NDArray array, string name)
    {
        ArgumentNullException.ThrowIfNull(array, name);
        if (array.Shape.Rank == 0 || array.RowCount == 0)
            throw new ArgumentException($"{name} has no rows: its shape is {array.Shape}.", name);
    }
}
