namespace Mirrored.Cli;

/// <summary>Puts the settings of runs side by side, those that differ first.</summary>
internal static class SettingsTable
{
    /// <summary>The table.</summary>
    public static Markup Of(IReadOnlyList<RunRecord> runs)
    {
        string[] names = [.. runs.SelectMany(run => run.Settings.Select(setting => setting.Name)).Distinct()];
        Dictionary<string, string>[] values =
        [
            .. runs.Select(run => run.Settings.DistinctBy(setting => setting.Name).ToDictionary(setting => setting.Name, setting => setting.Value)),
        ];
        bool Differs(string name) => values.Select(run => run.GetValueOrDefault(name)).Distinct().Count() > 1;
        return Markup.Of($"""
            <div class="wide card"><table class="settings">
            <thead><tr>{DataTable.ColumnHead("setting")}{Markup.Each(runs, run => DataTable.ColumnHead(run.Name))}</tr></thead>
            {Body(names.Where(Differs), values, "differs")}{Body(names.Where(name => !Differs(name)), values, "same")}
            </table></div>
            """);
    }

    private static Markup Body(IEnumerable<string> names, Dictionary<string, string>[] values, string kind) => Markup.Of($"""
        <tbody class="{kind}">
        {Markup.Each(names, name => DataTable.Row(name, Markup.Each(values, run => DataTable.Cell(run.GetValueOrDefault(name)))))}
        </tbody>
        """);
}
