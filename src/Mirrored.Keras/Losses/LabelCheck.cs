namespace Mirrored.Keras;

/// <summary>Checks labels on the host, before training reads them unchecked.</summary>
internal static class LabelCheck
{
    /// <summary>Refuses anything but one whole number in <c>[0, classes)</c> per row.</summary>
    /// <exception cref="ArgumentException">The shape or type is wrong, or a label is out of range; the message says which.</exception>
    public static void ClassNumbers(NDArray labels, int classes)
    {
        if (labels.Shape.RowShape().Length != 1)
            throw new ArgumentException($"Class labels need shape (rows,) or (rows, 1), found {labels.Shape}.", nameof(labels));
        int row = labels switch
        {
            NDArray<byte> bytes => FirstOutside(bytes.Span, (byte)Math.Min(classes - 1, byte.MaxValue)),
            NDArray<int> numbers => FirstOutside(numbers.Span, classes),
            _ => throw new ArgumentException($"Class labels must be whole numbers, found {labels.DType}.", nameof(labels)),
        };
        if (row < 0) return;
        int value = labels is NDArray<byte> small ? small.Span[row] : labels.As<int>().Span[row];
        throw new ArgumentException($"Label {value} of row {row} is not a class from 0 to {classes - 1}.", nameof(labels));
    }

    private static int FirstOutside(ReadOnlySpan<byte> labels, byte largest) => labels.IndexOfAnyExceptInRange((byte)0, largest);

    private static int FirstOutside(ReadOnlySpan<int> labels, int classes) => labels.IndexOfAnyExceptInRange(0, classes - 1);
}
