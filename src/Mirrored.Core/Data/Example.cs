namespace Mirrored;

/// <summary>One element of a dataset before <see cref="DatasetExtensions.Batch"/>: the features of one row and its target.</summary>
public sealed class Example
{
    /// <summary>Makes an example without a target.</summary>
    /// <param name="x">The features, of the shape of one row.</param>
    /// <exception cref="ArgumentNullException"><paramref name="x"/> is null.</exception>
    public Example(NDArray<float> x)
        : this(x, null)
    {
    }

    /// <summary>Makes an example: what a function given to <see cref="Dataset{T}.Map"/> returns.</summary>
    /// <param name="x">The features, of the shape of one row.</param>
    /// <param name="y">The target, of the shape of one row: a class as int or byte, numbers as float; null if there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="x"/> is null.</exception>
    public Example(NDArray<float> x, NDArray? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        X = x;
        Y = y;
    }

    /// <summary>Makes an example with a class.</summary>
    /// <param name="x">The features, of the shape of one row.</param>
    /// <param name="y">The class.</param>
    /// <exception cref="ArgumentNullException"><paramref name="x"/> is null.</exception>
    public Example(NDArray<float> x, int y)
        : this(x, new NDArray<int>([y], new Shape()))
    {
    }

    /// <summary>Makes an example with a number to predict.</summary>
    /// <param name="x">The features, of the shape of one row.</param>
    /// <param name="y">The number.</param>
    /// <exception cref="ArgumentNullException"><paramref name="x"/> is null.</exception>
    public Example(NDArray<float> x, float y)
        : this(x, new NDArray<float>([y], new Shape()))
    {
    }

    /// <summary>The features, of the shape of one row.</summary>
    public NDArray<float> X { get; }

    /// <summary>The target, of the shape of one row: <c>NDArray&lt;int&gt;</c> for classes, <c>NDArray&lt;float&gt;</c>
    /// for numbers (<see cref="NDArray.As"/> names the type); null in a dataset of features alone.</summary>
    public NDArray? Y { get; }

    /// <summary>How much the row counts in the loss and in weighted metrics; null where rows have no weights, which all or none
    /// of a dataset's have.</summary>
    public float? SampleWeight { get; init; }

    /// <summary>Takes features and target apart: <c>foreach (var (x, y) in dataset)</c>.</summary>
    /// <param name="x">The features.</param>
    /// <param name="y">The target or null.</param>
    public void Deconstruct(out NDArray<float> x, out NDArray? y) => (x, y) = (X, Y);

    /// <summary>Takes an example apart: <c>foreach (var (x, y, weight) in dataset)</c>.</summary>
    /// <param name="x">The features.</param>
    /// <param name="y">The target or null.</param>
    /// <param name="sampleWeight">The weight or null.</param>
    public void Deconstruct(out NDArray<float> x, out NDArray? y, out float? sampleWeight) => (x, y, sampleWeight) = (X, Y, SampleWeight);
}
