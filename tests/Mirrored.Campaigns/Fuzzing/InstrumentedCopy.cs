using System.Diagnostics;

namespace Mirrored.Campaigns;

/// <summary>A copy of this program in which the assemblies that read files tell which branches they take.</summary>
internal static class InstrumentedCopy
{
    private static readonly string[] Assemblies =
        ["Mirrored.Core", "Mirrored.Keras", "Mirrored.KerasFiles", "PureHDF", "Sep", "Mirrored.Campaigns"];

    /// <summary>Makes it.</summary>
    /// <param name="folder">Where.</param>
    public static void Make(string folder)
    {
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        foreach (string name in Assemblies)
        {
            SharpFuzz.Fuzzer.Instrument(
                Path.Combine(folder, name + ".dll"),
                type => name != "Mirrored.Campaigns" || type.EndsWith(nameof(PlantedBug), StringComparison.Ordinal),
                SharpFuzz.Options.Value);
        }
    }

    /// <summary>Runs it.</summary>
    /// <returns>Its last line, or everything that it said if it failed.</returns>
    public static (int Code, string Text) Run(string folder, TimeSpan limit, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [Path.Combine(folder, "Mirrored.Campaigns.dll"), FuzzChild.Command, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (!Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.OrdinalIgnoreCase)) start.FileName = "dotnet";
        using Process child = Process.Start(start)!; // A program, not a document.
        Task<string> output = child.StandardOutput.ReadToEndAsync(), errors = child.StandardError.ReadToEndAsync();
        if (!child.WaitForExit(limit))
        {
            child.Kill(entireProcessTree: true);
            return (-1, $"longer than {limit}");
        }

        string text = output.Result.Trim();
        return child.ExitCode == 0 ? (0, text[(text.LastIndexOf('\n') + 1)..]) : (child.ExitCode, text + errors.Result);
    }
}
