using System.Numerics;

namespace Mirrored;

/// <summary>What only arrays of certain element types can do.</summary>
public static class NDArrayExtensions
{
    /// <summary>Shows bytes as floats, <c>(float)(b * scale + offset)</c> computed in float64; a lazy view, no copy.</summary>
    /// <param name="bytes">The bytes, as images are stored.</param>
    /// <param name="scale">The factor; <c>1 / 255.0</c> gives exactly the quotients <c>b / 255f</c>.</param>
    /// <param name="offset">What is added after scaling.</param>
    /// <returns>The view, of the same shape; training reads it without ever making the floats.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="bytes"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A byte would become infinite or not a number.</exception>
    public static NDArray<float> AsFloat(this NDArray<byte> bytes, double scale = 1, double offset = 0)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var values = new float[256];
        for (int b = 0; b < values.Length; b++)
        {
            values[b] = (float)((b * scale) + offset);
            if (!float.IsFinite(values[b]))
                throw new ArgumentOutOfRangeException(
                    nameof(scale), $"Scale {scale} and offset {offset} turn the byte {b} into {values[b]}.");
        }

        ArraySource source = bytes.Source;
        return new((byte[])source.Backing, source.Offset, values, bytes.Shape);
    }

    /// <summary>The index of the largest element in each row or column; the first one wins, NaN counts as largest.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="array">An array of two axes, <c>(rows, columns)</c>.</param>
    /// <param name="axis">The axis to search along: 1 or -1 gives a column for each row, 0 a row for each column.</param>
    /// <returns>The indices, as many as the other axis is long.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="array"/> is null.</exception>
    /// <exception cref="ArgumentException">The array has not two axes, or none to choose from along the axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static int[] ArgMax<T>(this NDArray<T> array, int axis = -1)
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(array);
        Shape shape = array.Shape;
        if (shape.Rank != 2)
            throw new ArgumentException($"ArgMax needs two axes, got shape {shape}: reshape it first.", nameof(array));
        if (shape[axis] == 0)
            throw new ArgumentException($"Shape {shape} has nothing to choose from along axis {axis}.", nameof(array));

        bool alongRow = axis is 1 or -1;
        var best = new int[alongRow ? shape[0] : shape[1]];
        int start = alongRow ? shape[1] : 1, step = alongRow ? 1 : shape[1];
        for (int i = 0; i < best.Length; i++) best[i] = ArgMax(array.Span, i * start, step, shape[axis]);
        return best;
    }

    /// <summary>The index of the first element that is infinite or not a number, -1 when all are numbers.</summary>
    internal static int FirstNonFinite(this NDArray<float> array)
    {
        ArraySource source = array.Source;
        // AsFloat made the table, and refuses values that are not finite.
        return source.ByteValues is null ? FirstNonFinite(array.Span) : -1;
    }

    private static int FirstNonFinite(ReadOnlySpan<float> values)
    {
        // Infinity and NaN are the floats whose eight exponent bits are all set.
        var exponent = new Vector<int>(0x7F80_0000);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<int> bits = Vector.AsVectorInt32(new Vector<float>(values[i..]));
            if (Vector.EqualsAny(bits & exponent, exponent)) break;
        }

        for (; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) return i;
        }

        return -1;
    }

    private static int ArgMax<T>(ReadOnlySpan<T> values, int start, int step, int count)
        where T : unmanaged, INumber<T>
    {
        int best = 0;
        T largest = values[start];
        for (int i = 1; i < count && !T.IsNaN(largest); i++)
        {
            T value = values[start + (i * step)];
            if (!(value > largest) && !T.IsNaN(value)) continue;
            largest = value;
            best = i;
        }

        return best;
    }
}
