using System.Text;
using Mirrored.Keras.Tests;

namespace Mirrored.Files.Tests;

public sealed class SummaryWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scalar_Values_AreFloat32ForTheCurves()
    {
        using (SummaryWriter writer = new(_folder.Path))
        {
            writer.Scalar("a/b", 0.1, 3);
            writer.Scalar("a/b", double.NaN, 4);
            writer.Scalar("a/b", 1e300, 1L << 40);
        }

        IReadOnlyList<LoggedValue> values = EventLog.Of(_folder.Path);
        Assert.All(values, value => Assert.Equal(("a/b", "scalars", 1, 1, 0), (value.Tag, value.Plugin, value.DataClass, value.Type, value.Sizes.Count)));
        Assert.Equal([(3, 0.1f), (4, float.NaN), (1L << 40, float.PositiveInfinity)], values.Select(v => (v.Step, (float)v.Floats[0])));
    }

    [Fact]
    public void Histogram_OfValues_CountsEachOnceBetweenItsEdges()
    {
        Random random = new(5);
        float[] values = [.. Enumerable.Range(0, 1000).Select(_ => (float)(random.NextDouble() * 7 - 3)), float.NaN, float.NegativeInfinity];
        using (SummaryWriter writer = new(_folder.Path)) writer.Histogram("h", values, 2);

        LoggedValue logged = Assert.Single(EventLog.Of(_folder.Path));
        Assert.Equal(("histograms", 2, 2), (logged.Plugin, logged.DataClass, logged.Type));
        Assert.Equal([30, 3], logged.Sizes);
        double[][] rows = [.. logged.Floats.Chunk(3)];
        float[] finite = [.. values.Where(float.IsFinite)];
        Assert.Equal((finite.Min(), finite.Max()), ((float)rows[0][0], (float)rows[^1][1]));
        Assert.Equal(1000, rows.Sum(row => row[2]));
        for (int i = 0; i < rows.Length; i++)
        {
            if (i > 0) Assert.Equal(rows[i - 1][1], rows[i][0]);
            // What lies on an edge, to the last bits of its float64, may be on either side.
            const double edge = 1e-12;
            int within = finite.Count(value => value > rows[i][0] + edge && value < rows[i][1] - edge);
            int at = finite.Count(value => value >= rows[i][0] - edge && value <= rows[i][1] + edge);
            Assert.InRange(rows[i][2], within, at);
        }
    }

    [Fact]
    public void Histogram_OfEqualValuesOrNone_HasOneBucketOrNone()
    {
        using (SummaryWriter writer = new(_folder.Path))
        {
            writer.Histogram("same", [2, 2, 2], 0);
            writer.Histogram("none", [float.NaN], 0, buckets: 7);
        }

        IReadOnlyList<LoggedValue> logged = EventLog.Of(_folder.Path);
        Assert.Equal([1.5, 2.5, 3], logged[0].Floats);
        Assert.Equal([1, 3], logged[0].Sizes);
        Assert.Equal([0, 3], logged[1].Sizes);
    }

    [Fact]
    public void Text_AnyCharacters_IsKept()
    {
        using (SummaryWriter writer = new(_folder.Path)) writer.Text("t", "# Überschrift\n| a | 🙂 |", 1);

        LoggedValue logged = Assert.Single(EventLog.Of(_folder.Path));
        Assert.Equal(("text", 2, 7), (logged.Plugin, logged.DataClass, logged.Type));
        Assert.Equal("# Überschrift\n| a | 🙂 |", Encoding.UTF8.GetString(logged.Texts[0].Span));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Image_OfAnyChannels_IsAPngOfTheseBytes(int channels)
    {
        byte[] pixels = [.. Enumerable.Range(0, 5 * 7 * channels).Select(i => (byte)(i * 3))];
        using (SummaryWriter writer = new(_folder.Path)) writer.Image("i", new NDArray<byte>(pixels, [5, 7, channels]), 1);

        LoggedValue logged = Assert.Single(EventLog.Of(_folder.Path));
        Assert.Equal(("images", 3, 7), (logged.Plugin, logged.DataClass, logged.Type));
        Assert.Equal(["7", "5"], logged.Texts.Take(2).Select(text => Encoding.ASCII.GetString(text.Span)));
        (int width, int height, int read, byte[] decoded) = PngReader.Read(logged.Texts[2].ToArray());
        Assert.Equal((7, 5, channels), (width, height, read));
        Assert.Equal(pixels, decoded);
    }

    [Fact]
    public void Write_ByManyInOneFolder_GivesEachAFileOfItsOwn()
    {
        const int writers = 8, values = 200;
        Parallel.For(0, writers, i =>
        {
            using SummaryWriter writer = new(_folder.Path);
            for (int step = 0; step < values; step++) writer.Scalar($"w{i}", step, step);
        });

        Assert.Equal(writers, EventLog.Files(_folder.Path).Length);
        IReadOnlyList<LoggedValue> logged = EventLog.Of(_folder.Path);
        for (int i = 0; i < writers; i++) Assert.Equal(values, logged.Curve($"w{i}").Count);
    }

    [Fact]
    public void Write_ByManyThreads_MixesNothing()
    {
        using (SummaryWriter writer = new(_folder.Path))
            Parallel.For(0, 500, step => writer.Scalar("s", step, step));

        Assert.Equal(500, EventLog.Of(_folder.Path).Curve("s").Count);
    }

    [Fact]
    public void Scalar_BeforeTheWriterIsClosed_IsInTheFile()
    {
        using SummaryWriter writer = new(_folder.Path);
        Assert.Empty(_folder.Names);
        for (int step = 0; step < 3; step++)
        {
            writer.Scalar("s", step, step);

            Assert.Equal(step + 1, EventLog.Of(_folder.Path).Count);
        }
    }

    [Fact]
    public void Write_BadInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new SummaryWriter(" "));
        SummaryWriter writer = new(_folder.Path);
        Assert.Throws<ArgumentException>(() => writer.Scalar("", 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Histogram("h", [1], 1, buckets: 0));
        Assert.Throws<ArgumentNullException>(() => writer.Text("t", null!, 1));
        Assert.Contains("(2, 2, 5)", Assert.Throws<ArgumentException>(
            () => writer.Image("i", new NDArray<byte>(new byte[20], [2, 2, 5]), 1)).Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.Scalar("s", 1, 1));
    }
}
