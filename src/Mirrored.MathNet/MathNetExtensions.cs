using MathNet.Numerics.LinearAlgebra;

namespace Mirrored.Keras;

/// <summary>Copies between Math.NET Numerics and <see cref="NDArray{T}"/>.</summary>
/// <remarks>Math.NET keeps dense matrices by columns and arrays are kept by rows, so matrices are always copied.</remarks>
public static class MathNetExtensions
{
    /// <summary>Copies a matrix.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">The matrix, dense or sparse.</param>
    /// <returns>The array, <c>(rows, columns)</c>.</returns>
    public static NDArray<T> ToNDArray<T>(this Matrix<T> matrix)
        where T : unmanaged, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new NDArray<T>(matrix.ToRowMajorArray(), [matrix.RowCount, matrix.ColumnCount]);
    }

    /// <summary>Copies a vector.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="vector">The vector, dense or sparse.</param>
    /// <returns>The array, of one axis.</returns>
    public static NDArray<T> ToNDArray<T>(this Vector<T> vector)
        where T : unmanaged, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(vector);
        return vector.ToArray();
    }

    /// <summary>Copies an array of two axes into a dense matrix.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="array">The array, <c>(rows, columns)</c>.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="ArgumentException">The array has another number of axes, or none of something.</exception>
    public static Matrix<T> ToMatrix<T>(this NDArray<T> array)
        where T : unmanaged, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array.Shape.Rank != 2 || array.Length == 0)
            throw new ArgumentException($"A matrix needs two axes with something along both, got shape {array.Shape}.", nameof(array));
        return Matrix<T>.Build.DenseOfRowMajor(array.Shape[0], array.Shape[1], array.ToArray());
    }

    /// <summary>Copies an array of one axis into a dense vector.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="array">The array, of one axis.</param>
    /// <returns>The vector.</returns>
    /// <exception cref="ArgumentException">The array has another number of axes, or is empty.</exception>
    public static Vector<T> ToVector<T>(this NDArray<T> array)
        where T : unmanaged, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array.Shape.Rank != 1 || array.Length == 0)
            throw new ArgumentException($"A vector needs one axis that is not empty, got shape {array.Shape}.", nameof(array));
        return Vector<T>.Build.Dense(array.ToArray());
    }
}
