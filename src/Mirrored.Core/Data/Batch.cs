namespace Mirrored;

/// <summary>One element of a dataset after <see cref="DatasetExtensions.Batch"/>: rows and their targets.</summary>
public sealed class Batch
{
    internal Batch(NDArray<float> x, NDArray? y)
    {
        X = x;
        Y = y;
    }

    /// <summary>The features, <c>(Count, ...)</c>.</summary>
    public NDArray<float> X { get; }

    /// <summary>The targets, <c>(Count, ...)</c>: <c>NDArray&lt;int&gt;</c> for classes, <c>NDArray&lt;float&gt;</c>
    /// for numbers (<see cref="NDArray.As"/> names the type); null in a dataset of features alone.</summary>
    public NDArray? Y { get; }

    /// <summary>The number of rows: the batch size, or fewer in the last batch of an epoch.</summary>
    public int Count => X.RowCount;

    /// <summary>Takes features and targets apart: <c>foreach (var (x, y) in dataset)</c>.</summary>
    /// <param name="x">The features.</param>
    /// <param name="y">The targets or null.</param>
    public void Deconstruct(out NDArray<float> x, out NDArray? y) => (x, y) = (X, Y);
}
