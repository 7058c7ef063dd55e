using Mirrored.Keras.EventFiles;

namespace Mirrored.Cli;

/// <summary>Finds the runs in a folder of TensorBoard's event files, whoever wrote them.</summary>
/// <remarks>A run is a folder with <c>train</c> or <c>validation</c> in it, as Keras makes, or one that has event files itself.</remarks>
internal static class LogDirectory
{
    private const string Train = "train", Validation = "validation";
    private const int MostFolders = 10_000;

    /// <summary>The runs at and below a folder, by name.</summary>
    /// <exception cref="InvalidDataException">There is none, or a file is damaged; the message says where.</exception>
    /// <exception cref="IOException">Something cannot be read.</exception>
    public static IReadOnlyList<RunRecord> Read(string folder)
    {
        EnumerationOptions all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        List<string> folders = [folder, .. Directory.EnumerateDirectories(folder, "*", all).Take(MostFolders).Order(StringComparer.Ordinal)];
        if (folders.Count > MostFolders) throw new InvalidDataException($"'{folder}' has more than {MostFolders} folders; name one run.");
        List<RunRecord> runs = [];
        foreach (string one in folders.Where(IsRun))
        {
            string name = Path.GetRelativePath(folder, one);
            RunRecord run = Read(one, name == "." ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) : name);
            if (run.Curves.Count > 0) runs.Add(run);
        }

        return runs.Count > 0 ? runs : throw new InvalidDataException($"'{folder}' has no TensorBoard event files with curves in it.");
    }

    private static bool IsRun(string folder) =>
        HasEvents(Path.Combine(folder, Train)) || HasEvents(Path.Combine(folder, Validation)) || (HasEvents(folder) && !IsPart(folder));

    private static bool IsPart(string folder) => Path.GetFileName(folder) is Train or Validation;

    private static bool HasEvents(string folder) => Directory.Exists(folder) && EventReader.Files(folder).Count > 0;

    private static RunRecord Read(string folder, string name)
    {
        EventSeries train = new(), validation = new();
        train.Add(folder);
        train.Add(Path.Combine(folder, Train));
        validation.Add(Path.Combine(folder, Validation));
        IReadOnlyList<Curve> curves = LogCurves.Of(train, validation);
        return new RunRecord(name)
        {
            Headlines = [.. Headlines(curves)], Curves = curves, Times = train.Times(), Settings = train.Settings(), Texts = train.Texts(),
        };
    }

    /// <summary>What the last epoch came to.</summary>
    private static IEnumerable<Fact> Headlines(IReadOnlyList<Curve> curves)
    {
        foreach (Curve curve in curves.Where(curve => curve.Unit == "epoch"))
        {
            bool isFraction = curve.Name.EndsWith("accuracy", StringComparison.Ordinal);
            string Print(double value) => isFraction ? Format.Percent(value) : Format.Value(value);
            if (curve.Name != "loss" && !isFraction && curve.Name != LogCurves.Speed) continue;
            if (curve.Training.Count > 0) yield return new Fact($"last {curve.Name}", Print(curve.Training[^1].Y));
            if (curve.Validation.Count > 0) yield return new Fact($"last validation {curve.Name}", Print(curve.Validation[^1].Y));
        }
    }
}
