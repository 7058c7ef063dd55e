using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Mirrored.Cli.Tests;

public sealed class ReportPageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Of_ASampleRun_ShowsItsNumbers()
    {
        ReadPage page = ReadPage.Of(Read(SampleReport.Json()));

        Assert.Equal(["91.23 %", "0.2817", "12,346", "1 min 23 s"], page.All("dd").Select(fact => fact.Value));
        Assert.Equal(
            [["epoch", "training", "validation"], ["1", "0.9", "0.8"], ["2", "0.5", "0.6"], ["3", "0.25", "0.3"]], ReadPage.Cells(page.Chart("loss")));
        Assert.Equal(["1,000", "2,000", "1,500"], ReadPage.Cells(page.Chart("examples per second"))[1..].Select(row => row[1]));
        Assert.Equal(
            [["device", "input", "compute", "exchange", "step"], ["CPU:0", "0.25", "2.5", "1", "3.75"], ["CPU:1", "0.25", "2", "1.5", "3.75"]],
            ReadPage.Cells(page.Chart("Time of a training step")));
        Assert.Contains("raise the global batch", page.OfClass("advice").Single().Value, StringComparison.Ordinal);
        Assert.Equal([["", "0", "1", "right"], ["0", "8", "2", "80 %"], ["1", "·", "10", "100 %"]], ReadPage.Cells(page.OfClass("confusion").Single()));
        Assert.Contains("18 of 20 are right, 90 %", page.Text, StringComparison.Ordinal);
        Assert.Contains(["devices", "CPU:0, CPU:1"], ReadPage.Cells(page.OfClass("settings").Single()));
        Assert.Contains(["deterministic", "yes"], ReadPage.Cells(page.OfClass("settings").Single()));
        XElement image = page.All("img").Single();
        Assert.Equal("Test image 7: a 0, taken for 1", (string?)image.Attribute("alt"));
        Assert.StartsWith("data:image/png;base64,iVBOR", (string?)image.Attribute("src"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ASampleRun_DrawsPointsWhereTheMarksSayTheyAre()
    {
        XElement chart = ReadPage.Of(Read(SampleReport.Json())).Chart("loss").Element("svg")!;

        (double Value, double At)[] marks = [.. chart.Elements("text").Where(text => ((string)text.Attribute("class")!).Contains("end", StringComparison.Ordinal))
            .Select(text => (Number(text.Value), Number(text.Attribute("y")!.Value) - 4))];
        (double value, double at) = marks[0];
        double pixels = (marks[^1].At - at) / (marks[^1].Value - value);
        XElement[] dots = [.. chart.Elements("circle")];
        Assert.Equal(6, dots.Length);
        foreach ((int i, double loss) in SampleReport.Loss.Concat(SampleReport.Validation).Index())
        {
            Assert.Equal(at + (loss - value) * pixels, Number(dots[i].Attribute("cy")!.Value), 0.11); // Tenths of a pixel, twice.
            Assert.EndsWith($"epoch {i % 3 + 1}: {loss.ToString(CultureInfo.InvariantCulture)}", dots[i].Value, StringComparison.Ordinal);
        }

        Assert.Equal("loss by epoch. training: from 0.9 to 0.25. validation: from 0.8 to 0.3.", (string?)chart.Attribute("aria-label"));
    }

    [Fact]
    public void Of_AnyRun_NeedsNoScriptAndNoNetwork()
    {
        ReadPage page = ReadPage.Of(Read(SampleReport.Json()));

        Assert.DoesNotContain(page.All("script"), _ => true);
        Assert.DoesNotContain(page.All("link"), _ => true);
        Assert.DoesNotContain("http:", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page.Text, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("'><img src=x onerror=alert(1)>")]
    [InlineData("</style></svg><iframe src=//x.y>")]
    [InlineData("a&lt;b &#x3c;script> {0} \u202e \0 \u001b[31m \ud800 \uffff")]
    public void Of_HostileTexts_ShowsThemAsText(string hostile)
    {
        // Serialised anew, because a report cannot hold a text that is no Unicode; the tags of event files can.
        JsonObject json = SampleReport.Json();
        string valid = hostile.Replace("\ud800", "", StringComparison.Ordinal);
        json[valid] = valid;
        json["devices"] = new JsonArray(valid);
        json["step_breakdown"]!["advice"] = valid;
        json["history"]![valid] = new JsonArray(1, 2);
        json["step_breakdown"]!["devices"]![0]!["device"] = valid;
        json["step_breakdown"]!["devices"]![0]![valid + "_ms"] = 3;
        RunRecord run = Read(json) with { Name = hostile, Texts = [new Fact(hostile, hostile)], Headlines = [new Fact(hostile, hostile)] };

        foreach (ReadPage page in new[] { ReadPage.Of(run), ReadPage.Of(run, run with { Name = hostile + "2" }) })
        {
            HashSet<string> elements = [.. page.All("html").Single().Descendants().Select(element => element.Name.LocalName)];
            Assert.DoesNotContain("script", elements);
            Assert.DoesNotContain("iframe", elements);
            Assert.All(page.All("img"), image => Assert.StartsWith("data:", (string?)image.Attribute("src"), StringComparison.Ordinal));
            Assert.All(
                page.All("html").Single().Descendants().Attributes(),
                attribute => Assert.False(attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)));
            if (hostile.StartsWith('"')) Assert.Contains(hostile, page.OfClass("advice").First().Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_ADivergedRun_LeavesGapsAndSaysSo()
    {
        JsonObject json = SampleReport.Json();
        json["history"]!["loss"] = new JsonArray(1, "NaN", 2, "Infinity");
        json["history"]!["accuracy"] = new JsonArray("NaN");
        json["test_accuracy"] = "NaN";

        ReadPage page = ReadPage.Of(Read(json));

        XElement loss = page.Chart("loss");
        Assert.Contains("training: NaN from epoch 2 on.", loss.Value, StringComparison.Ordinal);
        Assert.Matches("^M[0-9. ]+M[0-9. ]+$", loss.Element("svg")!.Elements("path").First(path => ((string)path.Attribute("class")!) == "line c0").Attribute("d")!.Value);
        Assert.Contains("No value is a finite number.", page.Chart("accuracy").Value, StringComparison.Ordinal);
        Assert.Equal("NaN", page.All("dd").First().Value);
    }

    [Fact]
    public void Of_SeveralRuns_PutsThemSideBySide()
    {
        JsonObject other = SampleReport.Json();
        other["global_batch"] = 2048;
        other["history"]!["loss"] = new JsonArray(0.7);

        ReadPage page = ReadPage.Of(Read(SampleReport.Json()) with { Name = "one" }, Read(other) with { Name = "two" });

        string[][] loss = ReadPage.Cells(page.Chart("loss"));
        Assert.Equal(["epoch", "one training", "one validation", "two training", "two validation"], loss[0]);
        Assert.Equal(["1", "0.9", "0.8", "0.7", "0.8"], loss[1]);
        string[][] settings = ReadPage.Cells(page.OfClass("settings").Single());
        Assert.Equal(["global batch", "1024", "2048"], settings[1]); // What differs comes first.
        Assert.Equal("global batch", page.OfClass("differs").Single().Descendants("th").Single().Value);
        Assert.Equal(2, page.OfClass("confusion").Count());
    }

    [Fact]
    public void Of_VeryManyPoints_KeepsEveryPeakAndStaysSmall()
    {
        Point[] points = [.. Enumerable.Range(0, 100_000).Select(i => new Point(i, i == 54_321 ? 9 : Math.Sin(i * 0.01)))];
        ReadPage page = ReadPage.Of(new RunRecord("long") { Curves = [new Curve("loss", "update", points, [])] });

        Assert.InRange(page.Text.Length, 1, 60_000);
        string path = page.Chart("loss").Element("svg")!.Elements("path").First(path => ((string)path.Attribute("class")!) == "line c0").Attribute("d")!.Value;
        Assert.Contains("54321", $"{points.Single(point => point.Y == 9).X}", StringComparison.Ordinal);
        Assert.InRange(path.Split('L').Select(point => Number(point.Split(' ')[1])).Min(), 10, 40); // Near the top.
        Assert.Contains("the last 200 of 100000", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0.25, 0.25, false)]
    [InlineData(-1e308, 1e308, false)]
    [InlineData(0, 5e-324, false)]
    [InlineData(1, 1.0000000001, false)]
    [InlineData(5, 5, true)]
    [InlineData(9e18, 9.2e18, true)]
    [InlineData(9.2e18, 9.2e18, true)]
    [InlineData(-9.2e18, 9.2e18, true)]
    public void Scale_OfAnyValues_HasAFewMarksBetweenItsEnds(double least, double most, bool isWhole)
    {
        Scale scale = Scale.For(least, most, 0, 100, marks: 5, isRounded: !isWhole, isWhole);

        double[] marks = [.. scale.Marks.Take(50)];
        Assert.InRange(marks.Length, 1, 15);
        Assert.All(marks, mark => Assert.InRange(scale.At(mark), -0.1, 100.1));
        Assert.Equal(marks.Length, marks.Distinct().Count());
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private RunRecord Read(JsonObject json)
    {
        string file = Path.Combine(_folder.FullName, "run.json");
        File.WriteAllText(file, json.ToJsonString());
        return RunJson.Read(file);
    }
}
