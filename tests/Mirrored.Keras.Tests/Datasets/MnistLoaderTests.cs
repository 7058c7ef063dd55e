namespace Mirrored.Keras.Tests;

public sealed class MnistLoaderTests : IDisposable
{
    private static readonly byte[][] Files = TestFiles.SmallMnist(), OtherFiles = TestFiles.SmallMnist(train: 7);
    private static readonly PublishedDataset Dataset = TestFiles.Publish(Files);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeWeb _web = new();

    private DataLocations Locations => new()
    {
        ProgramData = _folder["program/data"],
        KerasCache = _folder["keras"],
        DownloadCache = _folder["cache"],
    };

    public void Dispose()
    {
        _folder.Dispose();
        _web.Dispose();
    }

    [Fact]
    public void Load_GivenFolder_ReadsItAndNothingElse()
    {
        TestFiles.Write(_folder["program/data"], OtherFiles);

        MnistData data = Load(TestFiles.Write(_folder["mine"], Files));

        Assert.Equal(new Shape(5, 28, 28), data.XTrain.Shape);
        Assert.Equal(new Shape(3), data.YTest.Shape);
        Assert.Equal(TestFiles.Labels(5), data.YTrain.ToArray());
        Assert.Equal(TestFiles.Images(3), data.XTest.ToArray());
        Assert.Equal($"IDX files in {_folder["mine"]}", data.Source);
    }

    [Fact]
    public void Load_GivenFolderOfPlainFiles_ReadsThem()
    {
        Directory.CreateDirectory(_folder["mine"]);
        byte[][] plain =
        [
            TestFiles.Idx(TestFiles.Images(2), 2, 28, 28), TestFiles.Idx([4, 5], 2),
            TestFiles.Idx(TestFiles.Images(1), 1, 28, 28), TestFiles.Idx([6], 1),
        ];
        for (int i = 0; i < 4; i++) File.WriteAllBytes(_folder[$"mine/{TestFiles.Names[i][..^3]}"], plain[i]);

        Assert.Equal([4, 5], Load(_folder["mine"]).YTrain.ToArray());
    }

    [Fact]
    public void Load_GivenFolderWithoutData_SaysSoAndLooksNowhereElse()
    {
        TestFiles.Write(_folder["program/data"], Files);

        var error = Assert.Throws<FileNotFoundException>(() => Load(_folder["absent"]));

        Assert.Contains($"{_folder["absent"]}: none of the four files", error.Message);
        Assert.Empty(_web.Requests);
    }

    [Fact]
    public void Load_FolderWithSomeOfTheFiles_NamesTheMissingOne()
    {
        File.Delete(Path.Combine(TestFiles.Write(_folder["program/data"], Files), TestFiles.Names[3]));

        var error = Assert.Throws<FileNotFoundException>(() => Load());

        Assert.Contains("no t10k-labels-idx1-ubyte.gz", error.Message);
    }

    [Theory]
    [InlineData("root")]
    [InlineData("root/small")]
    public void Load_RootOfTheEnvironment_ComesBeforeTheProgramsData(string folder)
    {
        TestFiles.Write(_folder["program/data"], OtherFiles);
        TestFiles.Write(_folder[folder], Files);

        Assert.Equal(5, Load(locations: Locations with { DataRoot = _folder["root"] }).YTrain.Length);
    }

    [Fact]
    public void Load_RootOfTheEnvironmentWithoutData_DoesNotFallThrough()
    {
        TestFiles.Write(_folder["program/data"], Files);

        Assert.Throws<FileNotFoundException>(() => Load(locations: Locations with { DataRoot = _folder["root"] }));
    }

    [Fact]
    public void Load_DatasetThatSharesItsFileNames_IsNotTakenFromTheRoot()
    {
        TestFiles.Write(_folder["program/data"], Files);

        Assert.Throws<FileNotFoundException>(() => Load(dataset: Dataset with { MayLieInRoot = false }, download: false));
    }

    [Fact]
    public void Load_KerasFolder_TakesOnlyThePublishedFiles()
    {
        TestFiles.Write(_folder["keras/small"], Files);
        Assert.Equal($"Keras's files in {_folder["keras/small"]}", Load().Source);

        TestFiles.Write(_folder["keras/small"], OtherFiles);
        var error = Assert.Throws<FileNotFoundException>(() => Load(download: false));
        Assert.Contains($"{_folder["keras/small"]}: ", error.Message);
        Assert.Contains("as published", error.Message);
    }

    [Fact]
    public void Load_KerasArchiveThatIsNotThePublishedOne_IsPassedOver()
    {
        Directory.CreateDirectory(_folder["keras"]);
        File.WriteAllBytes(_folder["keras/mnist.npz"], new byte[100]);
        TestFiles.Write(_folder["cache/small"], Files);
        PublishedDataset dataset = Dataset with { KerasArchive = TestFiles.Publish([1], "mnist.npz") };

        Assert.Equal($"files downloaded to {_folder["cache/small"]}", Load(dataset: dataset).Source);
    }

    [Fact]
    public void Load_Nowhere_DownloadsOnceAndThenUsesTheCopies()
    {
        _web.Publish(Dataset.Mirrors[0], Files);

        MnistData first = Load(), second = Load();

        Assert.Equal($"files just downloaded to {_folder["cache/small"]}", first.Source);
        Assert.Equal($"files downloaded to {_folder["cache/small"]}", second.Source);
        Assert.Equal(4, _web.Requests.Count);
        Assert.Equal(first.XTrain.ToArray(), second.XTrain.ToArray());
    }

    [Fact]
    public void Load_OneDamagedCopy_DownloadsThatOneAgain()
    {
        _web.Publish(Dataset.Mirrors[1], Files);
        TestFiles.Write(_folder["cache/small"], Files);
        File.WriteAllBytes(_folder[$"cache/small/{TestFiles.Names[2]}"], [1, 2, 3]);

        Assert.Equal(5, Load().YTrain.Length);

        Assert.Equal(
            [$"https://first.test/small/{TestFiles.Names[2]}", $"https://second.test/{TestFiles.Names[2]}"], _web.Requests);
    }

    [Fact]
    public void Load_NowhereAndNoDownload_ListsWhatWasTriedAndWhatToDo()
    {
        var error = Assert.Throws<FileNotFoundException>(() => Load(download: false));

        Assert.Empty(_web.Requests);
        foreach (string part in (string[])["Small MNIST", "program/data", "keras", "cache", "turned off", "MIRRORED_DATA"])
            Assert.Contains(part, error.Message);
        Assert.Contains(TestFiles.Names[0], error.Message);
    }

    [Fact]
    public void Load_WebHasOtherFiles_SaysWhyForEachMirror()
    {
        _web.Publish(Dataset.Mirrors[0], OtherFiles);

        var error = Assert.Throws<FileNotFoundException>(() => Load());

        Assert.Contains("https://first.test/small/train-images-idx3-ubyte.gz", error.Message);
        Assert.Contains("404", error.Message);
        Assert.Empty(Directory.EnumerateFiles(_folder["cache/small"]));
    }

    private MnistData Load(
        string? directory = null, bool download = true, DataLocations? locations = null, PublishedDataset? dataset = null) =>
        new MnistLoader(
            dataset ?? Dataset, locations ?? Locations, new Downloader(() => _web.Unowned(), new DownloadLimits()))
            .Load(directory, download, TestContext.Current.CancellationToken);
}
