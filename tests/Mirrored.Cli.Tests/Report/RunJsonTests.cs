namespace Mirrored.Cli.Tests;

public sealed class RunJsonTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string, string> Broken => new()
    {
        { "", "input does not contain any JSON" },
        { "{\"history\": {\"loss\": [0.5, 0.4", "is no report of a run" },
        { "[1, 2]", "no JSON object" },
        { "{}", "has no 'history'" },
        { "{\"history\": 5}", "history is 5; expected an object" },
        { "{\"history\": {\"loss\": [1, \"x\"]}}", "history.loss[1] is \"x\"; expected a number" },
        { "{\"history\": {\"loss\": 3}}", "history.loss is 3; expected an array" },
        { "{\"history\": {\"loss\": [1e999]}}", "is no report of a run" },
        { "{\"history\": {}, \"confusion\": [[1, 2], [3]]}", "confusion[1] is [3]; expected 2 counts" },
        { "{\"history\": {}, \"confusion\": [[-1]]}", "confusion[0][0] is -1" },
        { "{\"history\": {}, \"step_breakdown\": {\"devices\": [], \"advice\": 7}}", "step_breakdown.advice is 7; expected a text" },
        { "{\"history\": {}, \"step_breakdown\": {\"devices\": [{\"device\": \"a\", \"x_ms\": -1}]}}", "expected a time from 0 to 1e9" },
        { "{\"history\": {}, \"step_breakdown\": {\"devices\": [{}]}}", "step_breakdown.devices[0] has no 'device'" },
        { "{\"history\": {}, \"misread\": [{\"row\": 1, \"label\": 1, \"predicted\": 2, \"height\": 1000000, \"width\": 1000000, \"pixels\": \"AA==\"}]}", "has 1 bytes" },
        { "{\"history\": {}, \"misread\": [{\"row\": 1, \"label\": 1, \"predicted\": 2, \"height\": 1, \"width\": 1, \"pixels\": \"!\"}]}", "expected base64" },
        { "{\"history\": {\"loss\": [1]}, \"x\": \"\\ud800\"}", "is no report of a run" },
        { new string('[', 500), "is no report of a run" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Read_ABrokenFile_SaysInOneLineWhatIsWrongAndWhere(string json, string says)
    {
        string file = Path.Combine(_folder.FullName, "broken.json");
        File.WriteAllText(file, json);

        string message = Assert.Throws<InvalidDataException>(() => RunJson.Read(file)).Message;

        Assert.StartsWith($"'{file}' is no report of a run: ", message, StringComparison.Ordinal);
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Read_TheLeast_IsARunWithoutCurves()
    {
        string file = Path.Combine(_folder.FullName, "least.json");
        File.WriteAllText(file, """{"history": {}, "nothing": null, "inner": {"x": 1}}""");

        RunRecord run = RunJson.Read(file);

        Assert.Equal(("least", 0, 0), (run.Name, run.Curves.Count, run.Settings.Count));
        Assert.Contains("Made by mirrored", ReportPage.Of([run]), StringComparison.Ordinal);
    }
}
