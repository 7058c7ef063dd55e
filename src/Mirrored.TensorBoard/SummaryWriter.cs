using Mirrored.Keras.EventFiles;

namespace Mirrored.Keras;

/// <summary>Writes values of your own where TensorBoard finds them: curves, histograms, texts and pictures.</summary>
/// <remarks>Writes an event file of its own, which appears with the first value; several may write into one folder, from one
/// process or many. A value is in the file when the call returns, whatever becomes of the process. May be used by several
/// threads. Source: <c>tf.summary.create_file_writer</c> and the functions of <c>tf.summary</c>.</remarks>
/// <example><code>
/// using SummaryWriter writer = new("logs/run1/train");
/// writer.Scalar("perplexity", 12.5, step: 100);
/// </code></example>
public sealed class SummaryWriter : IDisposable
{
    private const int DefaultBuckets = 30;
    private const int MaximumBuckets = 10_000;

    private readonly Lock _lock = new();
    private readonly EventFile _file;

    /// <summary>Makes a writer; nothing is on disk yet.</summary>
    /// <param name="logDir">The folder, which is one run for TensorBoard; made when it is not there.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The folder is empty.</exception>
    public SummaryWriter(string logDir, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(logDir);
        LogDir = logDir;
        _file = new EventFile(logDir, time ?? TimeProvider.System);
    }

    /// <summary>The folder.</summary>
    public string LogDir { get; }

    /// <summary>Seconds since 1970, UTC.</summary>
    internal double Now => _file.Now;

    /// <summary>Writes a number of a curve, rounded to float32.</summary>
    /// <param name="tag">The name of the curve; what is before a slash groups curves.</param>
    /// <param name="value">The number; may be infinite or not a number, which curves leave out.</param>
    /// <param name="step">Where on the curve, such as the number of updates.</param>
    /// <exception cref="ArgumentException">The tag is empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The writer is disposed.</exception>
    public void Scalar(string tag, double value, long step) => Write(step, SummaryValues.Scalar(Tag(tag), value));

    /// <summary>Writes how numbers are distributed, in buckets of equal width from the least to the greatest.</summary>
    /// <param name="tag">The name.</param>
    /// <param name="values">The numbers; those that are not finite are left out.</param>
    /// <param name="step">When, such as the epoch.</param>
    /// <param name="buckets">The number of buckets, from 1 to 10,000.</param>
    /// <exception cref="ArgumentException">The tag is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of buckets is out of its range.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The writer is disposed.</exception>
    public void Histogram(string tag, ReadOnlySpan<float> values, long step, int buckets = DefaultBuckets)
    {
        if (buckets is < 1 or > MaximumBuckets)
            throw new ArgumentOutOfRangeException(nameof(buckets), buckets, $"Expected 1 to {MaximumBuckets} buckets.");
        Write(step, SummaryValues.Histogram(Tag(tag), values, buckets));
    }

    /// <summary>Writes a text.</summary>
    /// <param name="tag">The name.</param>
    /// <param name="markdown">The text, in Markdown.</param>
    /// <param name="step">When.</param>
    /// <exception cref="ArgumentException">The tag is empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The writer is disposed.</exception>
    public void Text(string tag, string markdown, long step)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        Write(step, SummaryValues.Text(Tag(tag), markdown));
    }

    /// <summary>Writes a picture.</summary>
    /// <param name="tag">The name.</param>
    /// <param name="image">Its bytes: <c>(height, width)</c> in grey, or <c>(height, width, channels)</c> with 1 to 4 channels:
    /// grey, grey and alpha, red green blue, red green blue and alpha.</param>
    /// <param name="step">When.</param>
    /// <exception cref="ArgumentException">The tag is empty, or the shape is that of no picture.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The writer is disposed.</exception>
    public void Image(string tag, NDArray<byte> image, long step)
    {
        ArgumentNullException.ThrowIfNull(image);
        Shape shape = image.Shape;
        if (shape.Rank is not (2 or 3) || shape.Length == 0 || (shape.Rank == 3 && shape[2] > 4))
            throw new ArgumentException(
                $"A picture is (height, width) or (height, width, channels) with 1 to 4 channels, found {shape}.", nameof(image));
        byte[] png = Png.Encode(image.Span, shape[0], shape[1], shape.Rank == 3 ? shape[2] : 1);
        Write(step, SummaryValues.Image(Tag(tag), png, shape[0], shape[1]));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_lock) _file.Dispose();
    }

    /// <summary>Writes values as one event.</summary>
    internal void Write(long step, params IEnumerable<Summary.Types.Value> values)
    {
        lock (_lock) _file.Write(step, values);
    }

    /// <summary>Makes the file now, to learn early whether that works.</summary>
    internal void Create()
    {
        lock (_lock) _file.Create();
    }

    private static string Tag(string tag)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tag);
        return tag;
    }
}
