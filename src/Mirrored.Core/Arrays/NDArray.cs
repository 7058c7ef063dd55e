namespace Mirrored;

/// <summary>An array of numbers in host memory, whatever its element type; <see cref="NDArray{T}"/> is the only kind.</summary>
/// <remarks>Arrays are row-major, read-only and managed: there is nothing to dispose.</remarks>
public abstract class NDArray
{
    private protected NDArray(Shape shape, DType dtype)
    {
        Shape = shape;
        DType = dtype;
        Length = (int)shape.Length;
    }

    /// <summary>The size along each axis.</summary>
    public Shape Shape { get; }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    internal abstract ArraySource Source { get; }

    /// <summary>The size of the first axis.</summary>
    internal int RowCount => Shape[0];

    /// <summary>Makes an array of one axis over the numbers; they are not copied.</summary>
    public static implicit operator NDArray(int[] data) => (NDArray<int>)data;

    /// <summary>Makes an array of one axis over the numbers; they are not copied.</summary>
    public static implicit operator NDArray(byte[] data) => (NDArray<byte>)data;

    /// <summary>Makes an array of one axis over the numbers; they are not copied.</summary>
    public static implicit operator NDArray(float[] data) => (NDArray<float>)data;

    /// <summary>This array with its element type known; no copy.</summary>
    /// <typeparam name="T">The element type, which has to be the one that the array holds.</typeparam>
    /// <returns>This array.</returns>
    /// <exception cref="InvalidCastException">The array holds another element type.</exception>
    public NDArray<T> As<T>()
        where T : unmanaged =>
        this as NDArray<T> ?? throw new InvalidCastException(
            $"The array holds {DType}, not {typeof(T).Name}: ask for the type that it holds.");

    /// <summary>A range of rows, whatever the element type; no copy.</summary>
    internal abstract NDArray SliceRows(int start, int count);

    /// <summary>Element type and shape, as <c>Float32 (60000, 784)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{DType} {Shape}";
}
