using System.Reflection;

namespace Mirrored.Cli;

/// <summary>One page of HTML about one or more runs, with all that it needs: no script, nothing from a network.</summary>
internal static class ReportPage
{
    private const int Colors = 8;

    // Whatever a file may hold: the browser runs and loads nothing.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    /// <summary>The page.</summary>
    public static string Of(IReadOnlyList<RunRecord> runs)
    {
        string title = runs.Count == 1 ? runs[0].Name : $"{runs.Count} runs";
        return Markup.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta http-equiv="Content-Security-Policy" content="{new Markup(Policy)}" />
            <meta name="color-scheme" content="light dark" />
            <title>{title} · training report</title>
            <style>
            {new Markup(Style())}
            </style>
            </head>
            <body>
            <header><p class="kind">Training report</p><h1><bdi>{title}</bdi></h1></header>
            <main>
            {Markup.Each(runs, run => Headlines(run, runs.Count > 1))}
            {Section("Curves", Markup.Join(Charts(runs)), "charts")}
            {Section("Where the time goes", Parts(runs, run => run.Times.Count == 0 ? Markup.None : TimeBars.Of(run.Times, run.Advice)), "times")}
            {Section("Test images", Parts(runs, TestImages), "tests")}
            {Section("Settings", runs.Any(run => run.Settings.Count > 0) ? SettingsTable.Of(runs) : Markup.None, "")}
            {Section("Texts", Markup.Each(runs, Texts), "")}
            </main>
            <footer><p>Made by mirrored {MirroredInfo.Version}.</p></footer>
            </body>
            </html>

            """).Text;
    }

    private static Markup Section(string title, Markup content, string kind) => content.Text.Length == 0 ? Markup.None : Markup.Of($"""
        <section><h2>{title}</h2><div class="{kind}">
        {content}</div></section>

        """);

    private static Markup Headlines(RunRecord run, bool isOneOfMany) => run.Headlines.Count == 0 ? Markup.None : Markup.Of($"""
        <section class="headlines">{(isOneOfMany ? Markup.Of($"<h2><bdi>{run.Name}</bdi></h2>") : Markup.None)}
        <dl>{Markup.Each(run.Headlines, fact => Markup.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}</dl></section>

        """);

    private static IEnumerable<Markup> Charts(IReadOnlyList<RunRecord> runs)
    {
        foreach ((string Name, string Unit) kind in runs.SelectMany(run => run.Curves).Select(curve => (curve.Name, curve.Unit)).Distinct())
        {
            List<ChartLine> lines = [];
            foreach ((int i, RunRecord run) in runs.Index())
            {
                Curve? curve = run.Curves.FirstOrDefault(curve => (curve.Name, curve.Unit) == kind);
                bool isAlone = runs.Count == 1;
                string prefix = isAlone ? "" : $"{run.Name} ";
                if (curve?.Training.Count > 0) lines.Add(new ChartLine($"{prefix}training", i % Colors, false, curve.Training));
                if (curve?.Validation.Count > 0) lines.Add(new ChartLine($"{prefix}validation", isAlone ? 1 : i % Colors, true, curve.Validation));
            }

            if (lines.Count > 0) yield return LineChart.Of(kind.Name, kind.Unit, lines);
        }
    }

    /// <summary>What each run has for itself, under its name if there are several.</summary>
    private static Markup Parts(IReadOnlyList<RunRecord> runs, Func<RunRecord, Markup> part) => Markup.Each(runs, run =>
        runs.Count == 1 || part(run) == Markup.None ? part(run)
            : Markup.Of($"<div><h3 class=\"run\"><bdi>{run.Name}</bdi></h3>{part(run)}</div>\n"));

    private static Markup TestImages(RunRecord run) => Markup.Join(
    [
        run.Confusion.Count > 0 ? ConfusionTable.Of(run.Confusion) : Markup.None,
        run.Misread.Count > 0 ? MisreadGallery.Of(run.Misread) : Markup.None,
    ]);

    private static Markup Texts(RunRecord run) => Markup.Each(run.Texts, text => Markup.Of(
        $"<details class=\"card\"><summary><bdi>{run.Name}: {text.Name}</bdi></summary><pre>{text.Value}</pre></details>\n"));

    private static string Style()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("page.css")!; // Built in.
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
