using System.Diagnostics;

namespace Mirrored.Cli.Tests;

/// <summary>The page in a browser, where there is one.</summary>
public sealed class BrowserTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Page_InChromium_IsDrawnWithoutComplaints()
    {
        string? browser = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(browser is null, "There is no chromium in the PATH.");
        string run = Path.Combine(_folder.FullName, "run.json"), page = Path.Combine(_folder.FullName, "page.html");
        File.WriteAllText(run, SampleReport.Json().ToJsonString());
        File.WriteAllText(page, ReportPage.Of([RunJson.Read(run)]));

        (bool ended, string document, string errors) = Open(browser!, page);

        Assert.True(ended, $"Chromium did not end within {Limit.TotalSeconds} s.");
        Assert.Contains("<title>run · training report</title>", document, StringComparison.Ordinal);
        Assert.Contains("</footer>", document, StringComparison.Ordinal);
        Assert.DoesNotContain("CONSOLE", errors, StringComparison.Ordinal); // Such as what the page's own policy forbids.
    }

    private (bool Ended, string Document, string Errors) Open(string browser, string page)
    {
        ProcessStartInfo start = new(browser) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[]
        {
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", $"--user-data-dir={_folder.FullName}/profile", "--enable-logging=stderr", "--dump-dom",
            $"file://{page}",
        }) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!; // Only a shell start may give none.
        Task<string> document = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        bool ended = process.WaitForExit(Limit);
        if (!ended) process.Kill(entireProcessTree: true);
        return (ended, document.Result, errors.Result);
    }
}
