namespace Mirrored.Keras.Tests;

public sealed class DownloaderTests : IDisposable
{
    private const string InFirst = "https://first.test/a/images.gz";
    private const string InSecond = "https://second.test/images.gz";

    // Long enough for what is in memory, even on a busy machine.
    private static readonly TimeSpan ShortTime = TimeSpan.FromSeconds(0.2);
    private static readonly byte[] Content = TestFiles.Images(200);
    private static readonly PublishedFile File = TestFiles.Publish(Content, "images.gz");
    private static readonly Uri First = new("https://first.test/a/"), Second = new("https://second.test/");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeWeb _web = new();

    private string[] Files => [.. Directory.EnumerateFiles(_folder.Path).Select(path => Path.GetFileName(path))];

    public void Dispose()
    {
        _folder.Dispose();
        _web.Dispose();
    }

    [Fact]
    public void Fetch_ThePublishedFile_KeepsIt()
    {
        _web.Pages[InFirst] = () => new ByteArrayContent(Content);

        Fetch();

        Assert.Equal(["images.gz"], Files);
        Assert.Equal(Content, System.IO.File.ReadAllBytes(_folder["images.gz"]));
        Assert.Equal([InFirst], _web.Requests);
    }

    [Fact]
    public void Fetch_FirstMirrorFails_AsksTheSecond()
    {
        _web.Pages[InSecond] = () => new ByteArrayContent(Content);

        Fetch();

        Assert.Equal(["images.gz"], Files);
        Assert.Equal(2, _web.Requests.Count);
    }

    [Fact]
    public void Fetch_TamperedInAnyWay_LeavesNothingBehind()
    {
        Random random = new(50);
        for (int i = 0; i < 50; i++)
        {
            int at = random.Next(Content.Length);
            byte[] wrong = (i % 5) switch
            {
                0 => [.. Content[..at], (byte)(Content[at] ^ (1 << random.Next(8))), .. Content[(at + 1)..]],
                1 => Content[..at],
                2 => [.. Content, .. Content[at..]],
                3 => [.. Content[at..], .. Content[..at], 0],
                _ => "<html>moved</html>"u8.ToArray(),
            };
            _web.Pages[InFirst] = () => new ByteArrayContent(wrong);

            Assert.Throws<IOException>(() => Fetch());

            Assert.Empty(Files);
        }
    }

    [Fact]
    public void Fetch_OneBitWrong_LeavesNothingBehind()
    {
        byte[] wrong = [.. Content];
        wrong[99_999] ^= 1;
        _web.Pages[InFirst] = () => new ByteArrayContent(wrong);

        var error = Assert.Throws<IOException>(() => Fetch());

        Assert.Empty(Files);
        Assert.Contains($"expected {File.Sha256} as published", error.Message);
        Assert.Contains($"{InSecond}: Response status code does not indicate success: 404", error.Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Fetch_AnotherLength_LeavesNothingBehind(int more)
    {
        byte[] wrong = more < 0 ? Content[..^1] : [.. Content, 0];
        _web.Pages[InFirst] = () => new ByteArrayContent(wrong);

        Assert.Contains($"{File.Bytes} as published", Assert.Throws<IOException>(() => Fetch()).Message);
        Assert.Empty(Files);
    }

    [Fact]
    public void Fetch_EndlessAnswer_StopsAtThePublishedLength()
    {
        using var endless = new EndlessStream();
        _web.Pages[InFirst] = () => new StreamContent(endless);

        Assert.Throws<IOException>(() => Fetch());

        Assert.InRange(endless.Handed, File.Bytes, 2 * File.Bytes);
        Assert.Empty(Files);
    }

    [Fact]
    public void Fetch_NoAnswer_AsksTheNext()
    {
        _web.Silent.Add(InFirst);
        _web.Pages[InSecond] = () => new ByteArrayContent(Content);

        Fetch(new DownloadLimits { Answer = ShortTime });

        Assert.Equal(["images.gz"], Files);
        Assert.Equal([InFirst, InSecond], _web.Requests);
    }

    [Fact]
    public void Fetch_ServerFallsSilent_AsksTheNext()
    {
        _web.Pages[InFirst] = () => new StreamContent(new SilentStream(Content[..1000]));
        _web.Pages[InSecond] = () => new ByteArrayContent(Content);

        Fetch(new DownloadLimits { Silence = ShortTime });

        Assert.Equal(["images.gz"], Files);
        Assert.Equal([InFirst, InSecond], _web.Requests);
    }

    [Fact]
    public void Fetch_TakesTooLongInAll_GivesUp()
    {
        _web.Pages[InFirst] = () => new StreamContent(new SilentStream(Content[..1000]));

        var error = Assert.Throws<IOException>(() => Fetch(new DownloadLimits { Total = ShortTime }));

        Assert.Contains($"{InFirst}: no answer within 30 s, no data for 30 s, or not done after 0.2 s", error.Message);
        Assert.Empty(Files);
    }

    [Fact]
    public void Fetch_Cancelled_LeavesNothingBehindAndAsksNobodyElse()
    {
        using var cancellation = new CancellationTokenSource();
        _web.Pages[InFirst] = () =>
        {
            cancellation.CancelAfter(TimeSpan.FromMilliseconds(20));
            return new StreamContent(new SilentStream(Content[..1000]));
        };

        Assert.ThrowsAny<OperationCanceledException>(() => Fetch(cancellation.Token));

        Assert.Empty(Files);
        Assert.Single(_web.Requests);
    }

    private void Fetch(DownloadLimits? limits = null) => Fetch(TestContext.Current.CancellationToken, limits);

    private void Fetch(CancellationToken cancellationToken, DownloadLimits? limits = null) =>
        new Downloader(() => _web, limits ?? new DownloadLimits())
            .Fetch(File, [First, Second], _folder.Path, cancellationToken);
}
