namespace Mirrored;

/// <summary>One element of a dataset after <see cref="DatasetExtensions.Batch"/>: rows and their targets.</summary>
public class Batch
{
    private static readonly NDArray<float> Nothing = new([], 0);

    /// <summary>Makes a batch: what a function given to <see cref="Dataset{T}.Map"/> returns.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The targets, <c>(rows, ...)</c>: classes as int or byte, numbers as float; null if there are none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="x"/> is null.</exception>
    /// <exception cref="ArgumentException">The numbers of rows differ.</exception>
    public Batch(NDArray<float> x, NDArray? y = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank == 0 || (y is not null && (y.Shape.Rank == 0 || y.RowCount != x.RowCount)))
            throw new ArgumentException(
                $"A batch needs as many rows of targets as of features: x has shape {x.Shape}, y {y?.Shape}.", nameof(y));
        X = x;
        Y = y;
    }

    private protected Batch() => X = Nothing;

    /// <summary>The features, <c>(Count, ...)</c>.</summary>
    public NDArray<float> X { get; }

    /// <summary>The targets, <c>(Count, ...)</c>: <c>NDArray&lt;int&gt;</c> for classes, <c>NDArray&lt;float&gt;</c>
    /// for numbers (<see cref="NDArray.As"/> names the type); null in a dataset of features alone.</summary>
    public NDArray? Y { get; }

    /// <summary>How much each row counts in the loss and in weighted metrics, <c>(Count)</c>; null where rows have no weights, which
    /// all or none of a dataset's batches have.</summary>
    /// <exception cref="ArgumentException">There is not one weight for each row.</exception>
    public NDArray<float>? SampleWeight
    {
        get;
        init => field = value is null || value.Shape == new Shape(Count) ? value : throw new ArgumentException(
            $"Sample weights have shape {value.Shape}; the batch has {Count} rows: give one weight for each, shape ({Count},).",
            nameof(SampleWeight));
    }

    /// <summary>The number of rows: the batch size, or fewer in the last batch of an epoch.</summary>
    public int Count => X.RowCount;

    /// <summary>Takes features and targets apart: <c>foreach (var (x, y) in dataset)</c>.</summary>
    /// <param name="x">The features.</param>
    /// <param name="y">The targets or null.</param>
    public void Deconstruct(out NDArray<float> x, out NDArray? y) => (x, y) = (X, Y);

    /// <summary>Takes a batch apart: <c>foreach (var (x, y, weights) in dataset)</c>.</summary>
    /// <param name="x">The features.</param>
    /// <param name="y">The targets or null.</param>
    /// <param name="sampleWeight">The weights of the rows or null.</param>
    public void Deconstruct(out NDArray<float> x, out NDArray? y, out NDArray<float>? sampleWeight) =>
        (x, y, sampleWeight) = (X, Y, SampleWeight);

    /// <summary>One row as an example, which shares the memory.</summary>
    internal Example Row(int row)
    {
        NDArray? target = Y switch
        {
            NDArray<float> y => Row(y, row),
            NDArray<int> y => Row(y, row),
            { } y => Row(y.As<byte>(), row),
            null => null,
        };
        return new Example(Row(X, row), target) { SampleWeight = SampleWeight?.Span[row] };
    }

    private static NDArray<T> Row<T>(NDArray<T> array, int row)
        where T : unmanaged => array.Rows(row, 1).Reshape([.. array.Shape.RowShape()]);
}
