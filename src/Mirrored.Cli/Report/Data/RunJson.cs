using System.Text.Json;

namespace Mirrored.Cli;

/// <summary>Reads the JSON that the sample writes by <c>--report</c>, and what programs write alike.</summary>
/// <remarks>Only <c>history</c> has to be there. What is not known here, and is a number, a text or a list, counts as a setting.</remarks>
internal static class RunJson
{
    /// <summary>Longer files are no reports.</summary>
    private const long MostBytes = 64 << 20;

    private const int MostClasses = 1000, MostPixels = 1 << 20;

    /// <summary>Properties that the page shows in a place of their own.</summary>
    private static readonly HashSet<string> Shown = new(StringComparer.Ordinal)
    {
        "history", "epoch_images_per_second", "test_loss", "test_accuracy", "confusion", "misread", "step_breakdown", "images_per_second",
        "train_seconds",
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is none, or something in it cannot be; the message names the file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RunRecord Read(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MostBytes) throw new InvalidDataException($"it has more than {MostBytes >> 20} MiB");
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new InvalidDataException("it is no JSON object");
            return Read(Path.GetFileNameWithoutExtension(file), new JsonPlace(document.RootElement, ""));
        }
        catch (Exception problem) when (problem is JsonException or InvalidDataException or InvalidOperationException)
        {
            // The last one: a text in the file is no valid Unicode.
            throw new InvalidDataException($"'{file}' is no report of a run: {problem.Message.TrimEnd('.')}.", problem);
        }
    }

    private static RunRecord Read(string name, JsonPlace run) => new(name)
    {
        Headlines = [.. Headlines(run)],
        Curves = [.. Curves(run)],
        Times = [.. (run.Find("step_breakdown")?.Get("devices").Items() ?? []).Select(Time)],
        Advice = run.Find("step_breakdown")?.Find("advice")?.Text(),
        Settings =
        [
            .. run.Value.EnumerateObject()
                .Where(property => !Shown.Contains(property.Name))
                .Where(property => property.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
                .Select(property => new Fact(Format.Words(property.Name), new JsonPlace(property.Value, property.Name).Print())),
        ],
        Confusion = Confusion(run),
        Misread = [.. (run.Find("misread")?.Items() ?? []).Select(Image)],
    };

    private static IEnumerable<Fact> Headlines(JsonPlace run)
    {
        if (run.Find("test_accuracy") is { } accuracy) yield return new Fact("test accuracy", Format.Percent(accuracy.Number()));
        if (run.Find("test_loss") is { } loss) yield return new Fact("test loss", Format.Value(loss.Number()));
        if (run.Find("images_per_second") is { } speed) yield return new Fact("images a second", Format.Value(speed.Number()));
        if (run.Find("train_seconds") is { } seconds) yield return new Fact("training time", Format.Seconds(seconds.Number()));
    }

    private static IEnumerable<Curve> Curves(JsonPlace run)
    {
        const string validation = "val_";
        IReadOnlyList<(string Name, JsonPlace Value)> history = run.Get("history").Properties();
        foreach (string name in history.Select(h => h.Name).Select(
            name => name.StartsWith(validation, StringComparison.Ordinal) ? name[validation.Length..] : name).Distinct())
            yield return new Curve(Format.Words(name), "epoch", Named(name), Named(validation + name));
        if (run.Find("epoch_images_per_second") is { } speed)
            yield return new Curve(LogCurves.Speed, "epoch", Points(speed), []);

        IReadOnlyList<Point> Named(string name) =>
            [.. history.Where(h => h.Name == name).Take(1).SelectMany(h => Points(h.Value))];
    }

    private static IReadOnlyList<Point> Points(JsonPlace values) =>
        [.. values.Items().Select((value, i) => new Point(i + 1, value.Number()))];

    private static DeviceTime Time(JsonPlace time)
    {
        const string milliseconds = "_ms";
        return new DeviceTime(time.Get("device").Text(),
        [
            .. from part in time.Properties()
               where part.Name.EndsWith(milliseconds, StringComparison.Ordinal)
               let name = part.Name[..^milliseconds.Length]
               where name != "queueing" // Lies beside the others.
               select KeyValuePair.Create(Format.Words(name), NotNegative(part.Value)),
        ]);
    }

    private static double NotNegative(JsonPlace value) =>
        value.Number() is >= 0 and <= DeviceTime.Longest and double number ? number : throw value.Wrong("a time from 0 to 1e9");

    private static IReadOnlyList<IReadOnlyList<long>> Confusion(JsonPlace run)
    {
        if (run.Find("confusion") is not { } matrix) return [];
        IReadOnlyList<JsonPlace> rows = matrix.Items();
        if (rows.Count > MostClasses) throw new InvalidDataException($"confusion has {rows.Count} rows; expected at most {MostClasses}");
        foreach (JsonPlace row in rows)
            if (row.Items().Count != rows.Count) throw row.Wrong($"{rows.Count} counts, as many as there are rows");
        return [.. rows.Select(row => (IReadOnlyList<long>)[.. row.Items().Select(count => (long)count.Count())])];
    }

    private static Misread Image(JsonPlace image)
    {
        int height = image.Get("height").Count(MostPixels), width = image.Get("width").Count(MostPixels);
        byte[] pixels = image.Get("pixels").Bytes();
        if (height == 0 || width == 0 || pixels.Length != (long)height * width)
            throw new InvalidDataException(
                $"{image.Path}.pixels has {pixels.Length} bytes; expected height times width, {(long)height * width}");
        return new Misread(
            image.Get("row").Count(), image.Get("label").Count(), image.Get("predicted").Count(), image.Find("probability")?.Number(),
            height, width, pixels);
    }
}
