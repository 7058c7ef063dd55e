using System.Diagnostics;

namespace Mirrored.Campaigns;

/// <summary>Model files made to run code, to read other files or to ask the network: all refused, and the system's calls show that nothing
/// else was opened, connected to or started.</summary>
/// <remarks>The files are loaded in a process of their own, under strace where there is one.</remarks>
internal sealed class HostileModels : Campaign
{
    /// <summary>What the files name; nobody else opens it.</summary>
    public const string Elsewhere = "/etc/hostname";

    public const string Command = "hostile-child";

    private const string Refused = "refused", Accepted = "accepted";

    public override string Name => "hostilemodels";

    public override string Goal => "E5, E7";

    public override string Summary => "model files and archives with code, paths, addresses, overlaps and foreign names";

    /// <summary>Loads every file of a folder and prints how each ended; the process that strace looks at.</summary>
    public static int Child(string folder)
    {
        KerasFiles.Register();
        foreach (string path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            string result;
            try
            {
                Load(path);
                result = Accepted;
            }
            catch (Exception exception) when (exception is ModelFormatException or DataFormatException)
            {
                result = Refused;
            }
#pragma warning disable CA1031 // The parent judges.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                result = exception.GetType().Name;
            }

            Console.WriteLine($"{Path.GetFileName(path)} {result}");
        }

        return 0;
    }

    public override void Run(CampaignRun run)
    {
        string folder = Directory.CreateDirectory(Path.Combine(run.Folder, "models")).FullName;
        foreach ((string name, byte[] content) in HostileFiles.All()) File.WriteAllBytes(Path.Combine(folder, name), content);
        string before = Listing(run.Folder), trace = Path.Combine(run.Folder, "trace");
        bool traced = File.Exists("/usr/bin/strace");
        if (!traced) run.Say("strace is not there: what the process opens is not looked at");
        string text = Launch(folder, traced ? trace : null);
        string[] results = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int files = Directory.GetFiles(folder).Length;
        run.Say($"{files} files");
        run.Expect(results.Length == files, $"only {results.Length} of {files} files were tried: {text}");
        foreach (string result in results) run.Expect(result.EndsWith(' ' + Refused, StringComparison.Ordinal), $"{result}");
        if (!traced) return;
        string[] calls = File.ReadAllLines(trace);
        run.Expect(calls.Any(c => c.Contains(folder, StringComparison.Ordinal)), $"the trace shows nothing");
        foreach (string call in calls.Where(IsForeign)) run.Expect(false, $"{call}");
        File.Delete(trace);
        run.Expect(Listing(run.Folder) == before, $"files appeared beside the models");
    }

    private static void Load(string path)
    {
        if (path.EndsWith(".npz", StringComparison.Ordinal))
        {
            Npz.Load(path);
            return;
        }

        using Sequential model = FuzzSeeds.NewModel();
        if (path.EndsWith(".keras", StringComparison.Ordinal)) Sequential.Load(path).Dispose();
        else model.LoadWeights(path);
    }

    /// <summary>Whether a call opens what the files name, talks to somebody, or starts a program.</summary>
    private static bool IsForeign(string call) =>
        call.Contains($"\"{Elsewhere}\"", StringComparison.Ordinal) || call.Contains("sin_port", StringComparison.Ordinal)
        || (call.Contains("execve(", StringComparison.Ordinal) && !call.Contains("dotnet", StringComparison.Ordinal)
            && !call.Contains("Mirrored.Campaigns", StringComparison.Ordinal));

    private static string Launch(string folder, string? trace)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Mirrored.Campaigns.dll");
        string[] dotnet = ["dotnet", program, Command, folder];
        string[] all = trace is null ? dotnet : ["/usr/bin/strace", "-f", "-e", "trace=open,openat,openat2,connect,execve", "-o", trace, .. dotnet];
        using Process child = Process.Start(new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true })!; // A program, no document.
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return output;
    }

    private static string Listing(string folder) =>
        string.Join('\n', Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
}
