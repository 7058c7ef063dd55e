// Campaigns: promises that are tried many times. README.md tells how they are used and written.
//   dotnet run -c Release --project tests/Mirrored.Campaigns -- NAME... [--full] [--seed S] [--logs DIR]
// NAME is that of a campaign, or all; without one the campaigns are listed. Exit code 0: all held, 1: not, 2: bad arguments,
// 3: one hung.
using System.CommandLine;
using Mirrored.Campaigns;

if (args is [FuzzChild.Command, .. var rest]) return FuzzChild.Run(rest);
if (args is [CallSweep.Command, var size]) return CallSweep.Child(size == "full" ? null : int.Parse(size, null));
if (args is [HostileModels.Command, var folder]) return HostileModels.Child(folder);

const int badArguments = 2;
Argument<string[]> names = new("NAME") { Description = "campaigns to run, or all; none lists them", Arity = ArgumentArity.ZeroOrMore };
names.AcceptOnlyFromAmong([.. Registry.Campaigns.Select(c => c.Name), "all"]);
Option<bool> full = new("--full") { Description = "the whole campaign, not its short version" };
Option<int?> seed = new("--seed") { Description = "of everything random; default another one each time, which the log tells" };
Option<string> logs = new("--logs")
{
    DefaultValueFactory = _ => Path.Combine("artifacts", "campaigns"), Description = "folder of the logs",
};
RootCommand command = new("Tries what Mirrored promises, many times.") { names, full, seed, logs };
command.SetAction(parsed =>
{
    string[] asked = parsed.GetValue(names) ?? [];
    if (asked.Length == 0)
    {
        foreach (Campaign campaign in Registry.Campaigns)
            Console.WriteLine($"{campaign.Name,-16} {campaign.Goal,-4} {campaign.Summary}");
        return 0;
    }

    return new Runner(parsed.GetValue(full), parsed.GetValue(seed), parsed.GetValue(logs)!).Run( // It has a default.
        [.. Registry.Campaigns.Where(c => asked.Contains("all") || asked.Contains(c.Name))]);
});
ParseResult result = command.Parse(args);
int code = result.Invoke();
return result.Errors.Count > 0 ? badArguments : code;
