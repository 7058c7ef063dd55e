namespace Mirrored.Keras;

/// <summary>Checks labels on the host, before training reads them unchecked.</summary>
internal static class LabelCheck
{
    /// <summary>Refuses labels that are not of a kind.</summary>
    /// <param name="who">Who takes them, to begin a sentence with.</param>
    /// <param name="kind">What it takes.</param>
    /// <param name="labels">All labels, <c>(rows, ...)</c>.</param>
    /// <param name="predictions">The shape of one row of predictions.</param>
    /// <exception cref="ArgumentException">Shape, type or a number is wrong; the message says which.</exception>
    public static void Check(string who, LabelKind kind, NDArray labels, Shape predictions)
    {
        if (predictions.Rank == 0 || predictions[-1] == 0)
            throw new ArgumentException($"{who} needs predictions of shape (..., n) with n above 0 for each row, the model gives {predictions}.");
        if (kind == LabelKind.Classes) ClassNumbers(who, labels, predictions);
        else Values(who, kind, labels, predictions);
    }

    /// <summary>Whether labels <c>(rows, ...)</c> are class numbers for rows of predictions; allocates nothing, as every batch of a
    /// streaming dataset comes here.</summary>
    private static bool AreClassShapes(Shape labels, Shape predictions) => HaveSameVectors(labels, predictions)
        && (labels.Rank == predictions.Rank || (labels.Rank == predictions.Rank + 1 && labels[-1] == 1));

    /// <summary>Whether labels <c>(rows, ...)</c> are values for rows of predictions.</summary>
    private static bool AreValueShapes(Shape labels, Shape predictions) => HaveSameVectors(labels, predictions)
        && ((labels.Rank == predictions.Rank + 1 && labels[-1] == predictions[-1])
            || (labels.Rank == predictions.Rank && predictions[-1] == 1));

    private static bool HaveSameVectors(Shape labels, Shape predictions)
    {
        if (labels.Rank < predictions.Rank) return false;
        for (int axis = 0; axis < predictions.Rank - 1; axis++)
            if (labels[axis + 1] != predictions[axis]) return false;
        return true;
    }

    private static void ClassNumbers(string who, NDArray labels, Shape predictions)
    {
        int classes = predictions[-1];
        if (!AreClassShapes(labels.Shape, predictions))
        {
            string hint = AreValueShapes(labels.Shape, predictions) && classes > 1
                ? " Labels of the predictions' shape are for 'categorical_crossentropy' and its kind." : "";
            throw new ArgumentException(
                $"{who} needs one class number for each vector of predictions: expected labels of shape "
                + $"{Rows(new Shape([.. predictions.Take(predictions.Rank - 1)]))} for predictions {Rows(predictions)}, found {labels.Shape}.{hint}",
                nameof(labels));
        }

        int at = labels switch
        {
            NDArray<byte> bytes => bytes.Span.IndexOfAnyExceptInRange((byte)0, (byte)Math.Min(classes - 1, byte.MaxValue)),
            NDArray<int> numbers => numbers.Span.IndexOfAnyExceptInRange(0, classes - 1),
            NDArray<float> numbers => FirstNoClass(numbers.Span, classes),
            _ => throw new ArgumentException($"{who} needs class numbers, found {labels.DType}.", nameof(labels)),
        };
        if (at >= 0)
            throw new ArgumentException(
                $"Label {At(labels, at)} of row {Row(labels, at)} is not a class from 0 to {classes - 1}: {who.ToLowerInvariant()[..1]}{who[1..]} "
                + $"counts classes by the model's {classes} outputs.", nameof(labels));
    }

    private static void Values(string who, LabelKind kind, NDArray labels, Shape predictions)
    {
        if (!AreValueShapes(labels.Shape, predictions))
        {
            string hint = AreClassShapes(labels.Shape, predictions)
                ? " For class numbers there is 'sparse_categorical_crossentropy' and its kind." : "";
            throw new ArgumentException(
                $"{who} needs labels of the predictions' shape: expected {Rows(predictions)}, found {labels.Shape}.{hint}", nameof(labels));
        }

        bool probabilities = kind is LabelKind.Probabilities or LabelKind.Binary;
        int at = labels switch
        {
            NDArray<float> numbers when kind == LabelKind.Probabilities => numbers.Span.IndexOfAnyExceptInRange(0f, 1f),
            NDArray<float> numbers when kind == LabelKind.Binary => numbers.Span.IndexOfAnyExcept(0f, 1f),
            NDArray<float> numbers => numbers.FirstNonFinite(),
            NDArray<int> numbers when probabilities => numbers.Span.IndexOfAnyExceptInRange(0, 1),
            NDArray<byte> numbers when probabilities => numbers.Span.IndexOfAnyExceptInRange((byte)0, (byte)1),
            _ => -1,
        };
        if (at >= 0)
            throw new ArgumentException(
                $"Label {At(labels, at)} of row {Row(labels, at)} is not {(kind == LabelKind.Binary ? "0 or 1" : probabilities ? "from 0 to 1" : "finite")}; "
                + $"{who.ToLowerInvariant()[..1]}{who[1..]} needs that.", nameof(labels));
    }

    private static int FirstNoClass(ReadOnlySpan<float> labels, int classes)
    {
        for (int i = 0; i < labels.Length; i++)
            if (!(labels[i] >= 0 && labels[i] < classes && labels[i] == MathF.Floor(labels[i]))) return i;
        return -1;
    }

    private static string Rows(Shape row) => new Shape([.. row]).Prepend(0).ToString().Replace("(0", "(rows", StringComparison.Ordinal);

    private static long Row(NDArray labels, int at) => at / Math.Max(1, labels.Shape.RowShape().Length);

    private static string At(NDArray labels, int at) => labels switch
    {
        NDArray<byte> bytes => $"{bytes.Span[at]}",
        NDArray<int> numbers => $"{numbers.Span[at]}",
        _ => $"{labels.As<float>().Span[at]}",
    };
}
