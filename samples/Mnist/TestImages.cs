using System.Text.Json;

namespace Mirrored.Samples.Mnist;

/// <summary>How the model does on the test images: which digit it takes for which, and where it is sure and wrong.</summary>
/// <param name="Confusion">How often each digit, by row, was taken for each, by column.</param>
/// <param name="Misread">The images that it got wrong, the surest first; not more than can be shown.</param>
internal sealed record TestImages(IReadOnlyList<int[]> Confusion, IReadOnlyList<MisreadImage> Misread)
{
    private const int Digits = 10, Shown = 24;

    public double Loss { get; init; }

    public double Accuracy { get; init; }

    /// <summary>Compares labels with what the model made of the images.</summary>
    /// <param name="images"><c>(rows, 28, 28)</c>.</param>
    /// <param name="labels"><c>(rows)</c>.</param>
    /// <param name="probabilities"><c>(rows, 10)</c>.</param>
    public static TestImages Of(NDArray<byte> images, NDArray<byte> labels, NDArray<float> probabilities)
    {
        int[][] confusion = [.. Enumerable.Range(0, Digits).Select(_ => new int[Digits])];
        int[] predicted = probabilities.ArgMax(axis: 1);
        List<MisreadImage> wrong = [];
        for (int i = 0; i < predicted.Length; i++)
        {
            confusion[labels.Span[i]][predicted[i]]++;
            if (predicted[i] != labels.Span[i])
                wrong.Add(new MisreadImage(i, labels.Span[i], predicted[i], probabilities.Span[i * Digits + predicted[i]], images.Rows(i, 1)));
        }

        return new TestImages(confusion, [.. wrong.OrderByDescending(image => image.Probability).Take(Shown)]);
    }

    /// <summary>Writes both as properties of the object that is being written.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("confusion");
        foreach (int[] row in Confusion)
        {
            json.WriteStartArray();
            foreach (int count in row) json.WriteNumberValue(count);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("misread");
        foreach (MisreadImage image in Misread) image.Write(json);
        json.WriteEndArray();
    }
}
