using System.Text.Json;

namespace Mirrored.Samples.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Run_Resumed_EndsAsOneRun()
    {
        JsonElement whole = Train("--epochs", "3");
        string[] kept = ["--checkpoint-dir", Path.Combine(_folder.FullName, "c"), "--save-every", "3", "--resume"];
        JsonElement first = Train(["--epochs", "2", .. kept]);
        JsonElement second = Train(["--epochs", "3", "--cpus", "3", .. kept]);
        JsonElement third = Train(["--epochs", "3", .. kept]);

        Assert.Equal((0, 8), Steps(first));
        Assert.Equal((8, 4), Steps(second));
        Assert.Equal((12, 0), Steps(third));
        foreach (JsonElement last in new[] { second, third })
        {
            foreach (string name in new[] { "weights_sha256", "test_loss", "history" })
                Assert.Equal(whole.GetProperty(name).ToString(), last.GetProperty(name).ToString());
        }
    }

    private static (long From, long Run) Steps(JsonElement report) =>
        (report.GetProperty("resumed_from_step").GetInt64(), report.GetProperty("steps_run").GetInt64());

    private JsonElement Train(params string[] more)
    {
        string report = Path.Combine(_folder.FullName, "report.json");
        (int code, _, string error) = Sample.Run(
            ["--deterministic", "--limit", "1000", "--batch-size", "250", "--verbose", "0", "--report", report, .. more]);
        Assert.Equal((0, ""), (code, error));
        return JsonDocument.Parse(File.ReadAllText(report)).RootElement;
    }
}
