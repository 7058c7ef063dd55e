namespace Mirrored;

/// <summary>One element of a dataset before <see cref="DatasetExtensions.Batch"/>: the features of one row and its target.</summary>
public sealed class Example
{
    internal Example(NDArray<float> x, NDArray? y)
    {
        X = x;
        Y = y;
    }

    /// <summary>The features, of the shape of one row.</summary>
    public NDArray<float> X { get; }

    /// <summary>The target, of the shape of one row: <c>NDArray&lt;int&gt;</c> for classes, <c>NDArray&lt;float&gt;</c>
    /// for numbers (<see cref="NDArray.As"/> names the type); null in a dataset of features alone.</summary>
    public NDArray? Y { get; }

    /// <summary>Takes features and target apart: <c>foreach (var (x, y) in dataset)</c>.</summary>
    /// <param name="x">The features.</param>
    /// <param name="y">The target or null.</param>
    public void Deconstruct(out NDArray<float> x, out NDArray? y) => (x, y) = (X, Y);
}
