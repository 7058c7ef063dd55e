namespace Mirrored;

/// <summary>Makes one array of those of all replicas, on the host.</summary>
internal static class HostReduction
{
    /// <summary>Adds arrays element by element, in float64 and in replica order.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static NDArray<float> OverReplicas(ReduceOp op, IReadOnlyList<NDArray<float>> values)
    {
        double[] sums = new double[values[0].Length];
        foreach (NDArray<float> value in values)
        {
            if (value.Shape != values[0].Shape)
                throw new ArgumentException(
                    $"The replicas' arrays have shapes {Shapes(values)}; to add them they must be the same. "
                    + "Name an axis to add along it as well.", nameof(values));
            ReadOnlySpan<float> numbers = value.Span;
            for (int i = 0; i < sums.Length; i++) sums[i] += numbers[i];
        }

        return Round(sums, values[0].Shape, op == ReduceOp.Mean ? values.Count : 1);
    }

    /// <summary>Adds arrays over the replicas and along an axis, whose size may differ.</summary>
    /// <exception cref="ArgumentException">The shapes differ elsewhere, or there is no such axis.</exception>
    public static NDArray<float> AlongAxis(ReduceOp op, IReadOnlyList<NDArray<float>> values, int axis)
    {
        axis = RequireAxis(values, axis);
        Shape shape = values[0].Shape;
        int[] left = [.. shape.Where((_, i) => i != axis)];
        int inner = checked((int)new Shape([.. shape.Skip(axis + 1)]).Length);
        double[] sums = new double[new Shape(left).Length];
        long count = 0;
        foreach (NDArray<float> value in values)
        {
            int length = value.Shape[axis];
            count += length;
            ReadOnlySpan<float> numbers = value.Span;
            for (int i = 0; i < numbers.Length; i++) sums[(i / (length * inner) * inner) + (i % inner)] += numbers[i];
        }

        if (op == ReduceOp.Mean && count == 0)
            throw new ArgumentException($"There is nothing to average along axis {axis} of {Shapes(values)}.", nameof(values));
        return Round(sums, left, op == ReduceOp.Mean ? count : 1);
    }

    /// <summary>Puts arrays behind one another along an axis.</summary>
    /// <exception cref="ArgumentException">The shapes differ elsewhere, or there is no such axis.</exception>
    public static NDArray<T> Concatenate<T>(IReadOnlyList<NDArray<T>> values, int axis)
        where T : unmanaged
    {
        axis = RequireAxis(values, axis);
        int[] sizes = [.. values[0].Shape];
        sizes[axis] = values.Sum(v => v.Shape[axis]);
        Shape shape = sizes;
        T[] all = new T[shape.Length];
        int outer = checked((int)new Shape(sizes.AsSpan(0, axis).ToArray()).Length), line = outer == 0 ? 0 : all.Length / outer, at = 0;
        foreach (NDArray<T> value in values)
        {
            int piece = outer == 0 ? 0 : value.Length / outer;
            for (int i = 0; i < outer; i++) value.Span.Slice(i * piece, piece).CopyTo(all.AsSpan((i * line) + at));
            at += piece;
        }

        return new NDArray<T>(all, shape);
    }

    private static int RequireAxis(IReadOnlyList<NDArray> values, int axis)
    {
        Shape first = values[0].Shape;
        int found = axis < 0 ? axis + first.Rank : axis;
        if (found < 0 || found >= first.Rank)
            throw new ArgumentException($"There is no axis {axis} in {Shapes(values)}.", nameof(axis));
        foreach (NDArray value in values)
            if (value.Shape.Rank != first.Rank || Enumerable.Range(0, first.Rank).Any(i => i != found && value.Shape[i] != first[i]))
                throw new ArgumentException(
                    $"The replicas' arrays have shapes {Shapes(values)}; they may differ along axis {found} only.", nameof(values));
        return found;
    }

    private static NDArray<float> Round(double[] sums, Shape shape, double divisor) =>
        new([.. sums.Select(sum => (float)(sum / divisor))], shape);

    private static string Shapes(IReadOnlyList<NDArray> values) => string.Join(", ", values.Select(v => v.Shape));
}
