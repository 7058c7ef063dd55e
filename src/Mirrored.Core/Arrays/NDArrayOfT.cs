using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>A row-major array of numbers in host memory: what goes into a model and what comes out.</summary>
/// <typeparam name="T"><see cref="float"/>, <see cref="double"/>, <see cref="int"/> or <see cref="byte"/>.</typeparam>
/// <remarks>Read-only and managed, nothing to dispose. Reshaped arrays and row ranges share the elements. An array made by
/// <see cref="NDArrayExtensions.AsFloat"/> is a lazy view: it keeps the bytes and looks each value up.</remarks>
public sealed class NDArray<T> : NDArray
    where T : unmanaged
{
    private readonly byte[]? _bytes;
    private readonly float[]? _byteValues;
    private readonly int _offset;
    private T[]? _elements;

    /// <summary>Makes an array over elements that are already there; they are not copied.</summary>
    /// <param name="data">The elements, last axis contiguous; do not change them afterwards.</param>
    /// <param name="shape">The shape, of as many elements as <paramref name="data"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="data"/> is null.</exception>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    /// <exception cref="NotSupportedException">The element type is none of the four.</exception>
    public NDArray(T[] data, Shape shape)
        : base(shape, ElementType)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (shape.Length != data.Length)
            throw new ArgumentException(
                $"Shape {shape} has {shape.Length} elements, but the data has {data.Length}.", nameof(shape));
        _elements = data;
    }

    internal NDArray(byte[] bytes, int offset, float[] byteValues, Shape shape)
        : base(shape, DType.Float32)
    {
        _bytes = bytes;
        _byteValues = byteValues;
        _offset = offset;
    }

    private NDArray(NDArray<T> owner, int start, Shape shape)
        : base(shape, owner.DType)
    {
        _bytes = owner._bytes;
        _byteValues = owner._byteValues;
        _offset = owner._offset + start;
        _elements = _bytes is null || (start == 0 && shape.Length == owner.Length) ? owner._elements : null;
    }

    /// <summary>All elements in order. On a lazy view the first call makes and keeps a copy of every value.</summary>
    public ReadOnlySpan<T> Span => _bytes is null ? _elements.AsSpan(_offset, Length) : Materialize();

    internal override ArraySource Source => _bytes is null
        ? new(DType, _elements!, _offset, Shape, null)
        : new(DType.UInt8, _bytes, _offset, Shape, _byteValues);

    private static DType ElementType =>
        typeof(T) == typeof(float) ? DType.Float32
        : typeof(T) == typeof(double) ? DType.Float64
        : typeof(T) == typeof(int) ? DType.Int32
        : typeof(T) == typeof(byte) ? DType.UInt8
        : throw new NotSupportedException(
            $"An array cannot hold {typeof(T).Name}: convert the data to float, double, int or byte.");

    /// <summary>One element of an array of one axis.</summary>
    /// <param name="index">From 0 to <c>Shape[0] - 1</c>.</param>
    /// <exception cref="ArgumentException">The array has another number of axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the axis.</exception>
    public T this[int index] => this[[index]];

    /// <summary>One element of an array of two axes.</summary>
    /// <param name="row">From 0 to <c>Shape[0] - 1</c>.</param>
    /// <param name="column">From 0 to <c>Shape[1] - 1</c>.</param>
    /// <exception cref="ArgumentException">The array has another number of axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis.</exception>
    public T this[int row, int column] => this[[row, column]];

    /// <summary>One element.</summary>
    /// <param name="indices">One index for every axis, each from 0 to the axis's size less one.</param>
    /// <exception cref="ArgumentException">There are more or fewer indices than axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis.</exception>
    public T this[params ReadOnlySpan<int> indices] => ElementAt(Flatten(indices));

    /// <summary>Makes an array of one axis over the elements; they are not copied, do not change them afterwards.</summary>
    public static implicit operator NDArray<T>(T[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(data, new Shape(data.Length));
    }

    /// <summary>Makes an array of two axes; the elements are copied.</summary>
    public static implicit operator NDArray<T>(T[,] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        ref T first = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(data));
        T[] copy = MemoryMarshal.CreateReadOnlySpan(ref first, data.Length).ToArray();
        return new(copy, new Shape(data.GetLength(0), data.GetLength(1)));
    }

    /// <summary>The same elements under another shape; no copy.</summary>
    /// <param name="axes">The new size along each axis; one of them may be -1: whatever is left over.</param>
    /// <returns>The reshaped array, which shares the elements.</returns>
    /// <exception cref="ArgumentException">The sizes do not make up the number of elements.</exception>
    public NDArray<T> Reshape(params ReadOnlySpan<int> axes) => new(this, 0, ResolveShape(axes));

    /// <summary>A range of rows: elements along the first axis; no copy.</summary>
    /// <param name="start">The first row, from 0.</param>
    /// <param name="count">The number of rows.</param>
    /// <returns>The rows, which share the elements.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the first axis.</exception>
    /// <exception cref="InvalidOperationException">The array is a single number.</exception>
    public NDArray<T> Rows(int start, int count)
    {
        Shape row = Shape.RowShape();
        if (start < 0 || count < 0 || start > RowCount - count)
            throw new ArgumentOutOfRangeException(
                nameof(start), $"Rows {start} to {(long)start + count} are not within the {RowCount} rows of {Shape}.");
        return new(this, (int)(start * row.Length), row.Prepend(count));
    }

    /// <summary>A copy of all elements in order.</summary>
    /// <returns>A new array of <see cref="NDArray.Length"/> elements.</returns>
    public T[] ToArray() => GatherRows([0], Length);

    internal override NDArray SliceRows(int start, int count) => Rows(start, count);

    /// <summary>Copies all elements, in order; those of a lazy view are looked up on the way.</summary>
    internal void CopyTo(Span<T> destination)
    {
        if (_bytes is null) _elements.AsSpan(_offset, Length).CopyTo(destination);
        else LookUp(_bytes.AsSpan(_offset, Length), destination);
    }

    /// <summary>Copies the rows of the given numbers, one behind the other.</summary>
    internal NDArray<T> Gather(ReadOnlySpan<int> rows)
    {
        Shape row = Shape.RowShape();
        return new(GatherRows(rows, (int)row.Length), row.Prepend(rows.Length));
    }

    private T[] GatherRows(ReadOnlySpan<int> rows, int rowLength)
    {
        var copy = GC.AllocateUninitializedArray<T>(checked(rows.Length * rowLength));
        for (int i = 0; i < rows.Length; i++)
        {
            Span<T> destination = copy.AsSpan(i * rowLength, rowLength);
            int first = _offset + (rows[i] * rowLength);
            if (_bytes is null) _elements.AsSpan(first, rowLength).CopyTo(destination);
            else LookUp(_bytes.AsSpan(first, rowLength), destination);
        }

        return copy;
    }

    private void LookUp(ReadOnlySpan<byte> bytes, Span<T> values)
    {
        for (int i = 0; i < bytes.Length; i++) values[i] = Unsafe.BitCast<float, T>(_byteValues![bytes[i]]);
    }

    private T ElementAt(int index) => _bytes is null
        ? _elements![_offset + index]
        : Unsafe.BitCast<float, T>(_byteValues![_bytes[_offset + index]]);

    // Two threads may both make the copy; they agree on which one stays.
    private T[] Materialize() =>
        _elements ?? Interlocked.CompareExchange(ref _elements, ToArray(), null) ?? _elements;

    private int Flatten(ReadOnlySpan<int> indices)
    {
        if (indices.Length != Shape.Rank)
            throw new ArgumentException($"Shape {Shape} needs {Shape.Rank} indices, got {indices.Length}.", nameof(indices));
        int flat = 0;
        for (int axis = 0; axis < indices.Length; axis++)
        {
            if ((uint)indices[axis] >= (uint)Shape[axis])
                throw new ArgumentOutOfRangeException(
                    nameof(indices), indices[axis], $"Axis {axis} of shape {Shape} has the indices 0 to {Shape[axis] - 1}.");
            flat = (flat * Shape[axis]) + indices[axis];
        }

        return flat;
    }

    private Shape ResolveShape(ReadOnlySpan<int> axes)
    {
        int[] sizes = axes.ToArray();
        int open = Array.IndexOf(sizes, -1);
        if (open >= 0)
        {
            sizes[open] = 1;
            long known = sizes.Contains(-1) ? 0 : new Shape(sizes).Length;
            if (known == 0 || Length % known != 0) throw CannotReshape(axes);
            sizes[open] = (int)(Length / known);
        }

        Shape shape = sizes;
        return shape.Length == Length ? shape : throw CannotReshape(axes);
    }

    private ArgumentException CannotReshape(ReadOnlySpan<int> axes) => new(
        $"Shape {Shape} has {Length} elements, which cannot be laid out as ({string.Join(", ", axes.ToArray())}): "
        + "the sizes must multiply to the same number, and one of them may be -1.", nameof(axes));
}
