using System.Numerics.Tensors;

namespace Mirrored.Keras;

/// <summary>Copies between <see cref="Tensor{T}"/> and <see cref="NDArray{T}"/>.</summary>
public static class TensorExtensions
{
    /// <summary>Copies a tensor, whatever its strides.</summary>
    /// <typeparam name="T">An element type that <see cref="NDArray{T}"/> can hold.</typeparam>
    /// <param name="tensor">The tensor.</param>
    /// <returns>The array, of the same shape.</returns>
    /// <exception cref="OverflowException">The tensor is longer than an array can be.</exception>
    public static NDArray<T> ToNDArray<T>(this Tensor<T> tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        T[] elements = new T[checked((int)tensor.FlattenedLength)];
        tensor.FlattenTo(elements);
        int[] axes = new int[tensor.Rank];
        for (int axis = 0; axis < axes.Length; axis++) axes[axis] = checked((int)tensor.Lengths[axis]);
        return new NDArray<T>(elements, axes);
    }

    /// <summary>Copies an array into a dense tensor.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="array">The array.</param>
    /// <returns>The tensor, of the same shape.</returns>
    public static Tensor<T> ToTensor<T>(this NDArray<T> array)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        return Tensor.Create(array.ToArray(), [.. array.Shape.Select(size => (nint)size)]);
    }
}
