using System.Diagnostics;

namespace Mirrored.Cli.Tests;

/// <summary>The built tool, run to its end as a user runs it.</summary>
internal sealed record ToolRun(int Code, string Output, string Errors, TimeSpan Time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static readonly string[] Prefixes = ["CUDA", "CUBLAS", "MIRRORED_", "NCCL_", "NVIDIA_"];

    /// <summary>Runs it in an environment without any variable of ours but the given ones.</summary>
    public static ToolRun Of(string arguments, params (string Name, string Value)[] environment)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Start(arguments, environment);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"mirrored {arguments} did not end within {Limit.TotalSeconds} s.");
        }

        return new ToolRun(process.ExitCode, output.Result, errors.Result, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Starts it.</summary>
    public static Process Start(string arguments, params (string Name, string Value)[] environment)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        ProcessStartInfo start = new(host) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "mirrored.dll"));
        foreach (string argument in arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)) start.ArgumentList.Add(argument);
        foreach (string name in start.Environment.Keys.Where(IsOurs).ToArray()) start.Environment.Remove(name);
        start.Environment["CUDASIM_LOG"] = "0";
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return Process.Start(start)!; // Only a shell start may give none.
    }

    private static bool IsOurs(string name) => Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
