namespace Mirrored.Cli.Tests;

/// <summary>The command as it is typed: what it writes, and how it refuses.</summary>
[Collection(nameof(OneAtATime))]
public sealed class ReportCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-");

    private string Page => Path.Combine(_folder.FullName, "page.html");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Report_OfAFile_WritesOnePage()
    {
        string source = Write("run.json", SampleReport.Json().ToJsonString());

        ToolRun run = ToolRun.Of($"report {source} -o {Page}");

        Assert.Equal((0, ""), (run.Code, run.Errors));
        Assert.StartsWith($"{Page}: 1 run, ", run.Output, StringComparison.Ordinal);
        Assert.Equal("run", new ReadPage(File.ReadAllText(Page)).All("h1").Single().Value);
        Assert.Equal(["page.html", "run.json"], _folder.GetFiles().Select(file => file.Name).Order());
    }

    [Fact]
    public void Report_OfLogsAndFiles_ComparesAllRuns()
    {
        foreach (string name in new[] { "a", "b" })
        {
            using SummaryWriter train = new(Path.Combine(_folder.FullName, "logs", name, "train"));
            train.Scalar("epoch_loss", 0.5, 0);
            train.Scalar("epoch_loss", 0.25, 1);
        }

        ToolRun run = ToolRun.Of($"report {_folder.FullName}/logs {Write("c.json", SampleReport.Json().ToJsonString())} -o {Page}");

        Assert.Equal((0, ""), (run.Code, run.Errors));
        Assert.Equal(
            ["epoch", "a training", "b training", "c training", "c validation"],
            ReadPage.Cells(new ReadPage(File.ReadAllText(Page)).Chart("loss"))[0]);
    }

    [Fact]
    public void Report_OfABrokenFile_EndsWith2AndOneLineAndKeepsTheOldPage()
    {
        string source = Write("broken.json", "{\"history\": {\"loss\": [0.5, 0.4");
        File.WriteAllText(Page, "the page before");

        ToolRun run = ToolRun.Of($"report {source} -o {Page}");

        Assert.StartsWith($"mirrored: '{source}' is no report of a run: ", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Equal("the page before", File.ReadAllText(Page));
        Assert.Equal(["broken.json", "page.html"], _folder.GetFiles().Select(file => file.Name).Order());
    }

    [Theory]
    [InlineData("no/such.json", "There is no file or folder 'no/such.json'.")]
    [InlineData("EMPTY", "has no TensorBoard event files")]
    [InlineData("RUN -o no/such/page.html", "there is no folder")]
    [InlineData("RUN -o EMPTY", "is a folder")]
    [InlineData("RUN -o RUN", "is what the page is made of")]
    [InlineData("", "Required argument missing")]
    public void Report_OfWhatCannotBe_EndsWith2AndOneLine(string arguments, string says)
    {
        string empty = _folder.CreateSubdirectory("empty").FullName, run = Write("run.json", SampleReport.Json().ToJsonString());
        string given = arguments.Replace("EMPTY", empty, StringComparison.Ordinal).Replace("RUN", run, StringComparison.Ordinal);

        ToolRun tool = ToolRun.Of($"report {given}");

        Assert.Contains(says, tool.Errors, StringComparison.Ordinal);
        Assert.Single(tool.Errors.TrimEnd().Split('\n'));
        Assert.Equal((2, ""), (tool.Code, tool.Output));
    }

    [Fact]
    public void Report_OfDamagedEvents_EndsWith2AndNamesTheFile()
    {
        using (SummaryWriter writer = new(Path.Combine(_folder.FullName, "logs", "train"))) writer.Scalar("epoch_loss", 1, 0);
        string file = Directory.GetFiles(Path.Combine(_folder.FullName, "logs", "train"))[0];
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^10] ^= 1;
        File.WriteAllBytes(file, bytes);

        ToolRun run = ToolRun.Of($"report {_folder.FullName}/logs -o {Page}");

        Assert.Contains($"'{file}' is no event file, or is damaged: record 1: the checksum of a record is wrong.", run.Errors, StringComparison.Ordinal);
        Assert.Equal(2, run.Code);
        Assert.False(File.Exists(Page));
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }
}
