namespace Mirrored.Cli;

/// <summary>Puts the settings of runs side by side, those that differ first.</summary>
internal static class SettingsTable
{
    /// <summary>The table.</summary>
    public static Markup Of(IReadOnlyList<RunRecord> runs)
    {
        string[] names = [.. runs.SelectMany(run => run.Settings.Select(setting => setting.Name)).Distinct()];
        Dictionary<string, string>[] values = [.. runs.Select(run => run.Settings.DistinctBy(s => s.Name).ToDictionary(s => s.Name, s => s.Value))];
        bool Differs(string name) => values.Select(run => run.GetValueOrDefault(name)).Distinct().Count() > 1;
        return Markup.Of($"""
            <div class="wide card"><table class="settings"><thead><tr><th scope="col">setting</th>{Markup.Each(runs, run => Markup.Of($"<th scope=\"col\"><bdi>{run.Name}</bdi></th>"))}</tr></thead><tbody>
            {Markup.Each(names.OrderByDescending(Differs), name => Markup.Of($"<tr{new Markup(Differs(name) ? " class=\"differs\"" : "")}><th scope=\"row\"><bdi>{name}</bdi></th>{Markup.Each(values, run => Markup.Of($"<td><bdi>{run.GetValueOrDefault(name)}</bdi></td>"))}</tr>\n"))}
            </tbody></table></div>
            """);
    }
}
