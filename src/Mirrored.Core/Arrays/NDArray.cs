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

    /// <summary>Makes an array of a copy of numbers in memory.</summary>
    /// <typeparam name="T"><see cref="float"/>, <see cref="double"/>, <see cref="int"/> or <see cref="byte"/>.</typeparam>
    /// <param name="data">The elements, last axis contiguous.</param>
    /// <param name="shape">The shape, of as many elements as <paramref name="data"/>.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static NDArray<T> FromSpan<T>(ReadOnlySpan<T> data, Shape shape)
        where T : unmanaged => new(data.ToArray(), shape);

    /// <summary>Makes an array of objects, such as records of a database or of an <c>IDataView</c>: a row for each.</summary>
    /// <typeparam name="TRow">What a row is read from.</typeparam>
    /// <typeparam name="T"><see cref="float"/>, <see cref="double"/>, <see cref="int"/> or <see cref="byte"/>.</typeparam>
    /// <param name="rows">The objects; gone through once.</param>
    /// <param name="read">Gives the numbers of a row, for each row as many. May give the same array each time.</param>
    /// <returns>The array, <c>(rows, numbers)</c>.</returns>
    /// <exception cref="ArgumentException">There are no rows, or one has another number of numbers than the first.</exception>
    public static NDArray<T> FromRows<TRow, T>(IEnumerable<TRow> rows, Func<TRow, T[]> read)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(read);
        List<T> numbers = [];
        int count = 0, width = 0;
        foreach (TRow row in rows)
        {
            T[] values = read(row) ?? throw new ArgumentException($"Row {count} is null.", nameof(read));
            if (count == 0) width = values.Length;
            if (values.Length != width)
                throw new ArgumentException($"Row {count} has {values.Length} numbers, the rows before it have {width}.", nameof(read));
            numbers.AddRange(values);
            count++;
        }

        return count > 0 ? new([.. numbers], new Shape(count, width)) : throw new ArgumentException("There are no rows.", nameof(rows));
    }

    /// <summary>Makes an array of one number of each object, such as labels.</summary>
    /// <typeparam name="TRow">What a number is read from.</typeparam>
    /// <typeparam name="T"><see cref="float"/>, <see cref="double"/>, <see cref="int"/> or <see cref="byte"/>.</typeparam>
    /// <param name="rows">The objects; gone through once.</param>
    /// <param name="read">Gives the number.</param>
    /// <returns>The array, <c>(rows)</c>.</returns>
    public static NDArray<T> FromColumn<TRow, T>(IEnumerable<TRow> rows, Func<TRow, T> read)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(read);
        T[] numbers = [.. rows.Select(read)];
        return numbers;
    }

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
