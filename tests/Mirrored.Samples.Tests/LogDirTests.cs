using System.Diagnostics;
using System.Text.Json;
using Mirrored.Files.Tests;

namespace Mirrored.Samples.Tests;

/// <summary>The sample's event files, read by a reader that shares no code with the library.</summary>
public sealed class LogDirTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Run_FiveEpochsWithLogDir_LogsTheReportsHistoryToFloat32()
    {
        string report = Path.Combine(_folder.FullName, "run.json"), logs = Path.Combine(_folder.FullName, "logs");

        (int code, _, string error) = Sample.Run(
            "--cpus", "2", "--limit", "3000", "--validation-split", "0.2", "--verbose", "0", "--log-dir", logs, "--report", report);

        Assert.Equal((0, ""), (code, error));
        JsonElement json = JsonDocument.Parse(File.ReadAllText(report)).RootElement;
        int compared = 0;
        foreach (JsonProperty values in json.GetProperty("history").EnumerateObject())
        {
            bool isValidation = values.Name.StartsWith("val_", StringComparison.Ordinal);
            Dictionary<long, float> curve = EventLog.Of(Path.Combine(logs, isValidation ? "validation" : "train"))
                .Curve($"epoch_{(isValidation ? values.Name[4..] : values.Name)}");
            foreach ((int epoch, JsonElement value) in values.Value.EnumerateArray().Index())
            {
                Assert.Equal((float)value.GetDouble(), curve[epoch]);
                compared++;
            }
        }

        Assert.Equal(4 * 5, compared);
        Assert.Equal(2, EventLog.Of(logs).Count); // That it began and that it ended.
        Assert.Equal(2400, json.GetProperty("training_rows").GetInt32());
        Assert.Equal(10_000, json.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(count => count.GetInt32())));
        int right = json.GetProperty("confusion").EnumerateArray().Select((row, i) => row[i].GetInt32()).Sum();
        Assert.Equal(json.GetProperty("test_accuracy").GetDouble(), right / 10_000.0, 1e-7);
        JsonElement misread = json.GetProperty("misread")[0];
        Assert.NotEqual(misread.GetProperty("label").GetInt32(), misread.GetProperty("predicted").GetInt32());
        Assert.Equal(28 * 28, misread.GetProperty("pixels").GetBytesFromBase64().Length);
    }

    [Fact]
    public void Run_Killed_LeavesFilesThatAreWholeToTheLastRecord()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Killing a process as kill -9 does.");
        using Process run = Sample.Start("--epochs", "100000", "--limit", "2000", "--verbose", "2", "--log-dir", _folder.FullName);
        int epochs = 0;
        while (run.StandardOutput.ReadLine() is { } line && epochs < 4)
            if (line.StartsWith("2/2", StringComparison.Ordinal)) epochs++;
        run.Kill(); // SIGKILL: nothing in the process runs any more.
        run.WaitForExit();

        IReadOnlyList<LoggedValue> train = EventLog.Of(Path.Combine(_folder.FullName, "train"));

        Dictionary<long, float> loss = train.Curve("epoch_loss");
        // The line of an epoch is printed behind the callbacks, so every epoch that was seen is there.
        Assert.InRange(loss.Count, epochs, int.MaxValue);
        Assert.Equal(Enumerable.Range(0, loss.Count).Select(epoch => (long)epoch), loss.Keys.Order());
        Assert.Contains(train, value => value.Plugin == "histograms");
        Assert.DoesNotContain(EventLog.Of(_folder.FullName), value => value.Tag == "_hparams_/session_end_info");
    }
}
