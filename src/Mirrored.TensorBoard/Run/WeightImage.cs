namespace Mirrored.Keras;

/// <summary>A weight as a grey picture.</summary>
internal static class WeightImage
{
    /// <summary>Draws a weight of one or two axes; the longer axis lies flat, as in Keras.</summary>
    /// <param name="weight">The weight. Its least value becomes black, its greatest white; what is not finite becomes black.</param>
    /// <returns>The picture, <c>(height, width)</c>; null if the weight has more axes, or none.</returns>
    public static NDArray<byte>? Of(NDArray<float> weight)
    {
        Shape shape = weight.Shape;
        if (shape.Rank is not (1 or 2) || shape.Length == 0) return null;
        (int rows, int columns) = shape.Rank == 1 ? (1, shape[0]) : (shape[0], shape[1]);
        ReadOnlySpan<float> values = weight.Span;
        (float least, float scale) = Range(values);
        bool turned = rows > columns;
        byte[] pixels = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int at = turned ? i % columns * rows + i / columns : i;
            pixels[at] = float.IsFinite(values[i]) ? (byte)Math.Round((values[i] - least) * scale) : (byte)0;
        }

        return new NDArray<byte>(pixels, turned ? [columns, rows] : [rows, columns]);
    }

    private static (float Least, float Scale) Range(ReadOnlySpan<float> values)
    {
        float least = float.PositiveInfinity, most = float.NegativeInfinity;
        foreach (float value in values)
            if (float.IsFinite(value)) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return most > least ? (least, byte.MaxValue / (most - least)) : (least, 0);
    }
}
