using System.Diagnostics;

namespace Mirrored.Samples.Tests;

/// <summary>Runs the built sample as a user does, in a process of its own.</summary>
internal static class Sample
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Runs it to its end.</summary>
    public static (int Code, string Output, string Error) Run(params string[] arguments) => RunProgram("mnist", arguments);

    /// <summary>Runs another sample to its end.</summary>
    public static (int Code, string Output, string Error) RunProgram(string name, params string[] arguments)
    {
        using Process process = StartProgram(name, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{name} {string.Join(' ', arguments)} did not end within {Limit.TotalSeconds} s.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Starts it.</summary>
    public static Process Start(params string[] arguments) => StartProgram("mnist", arguments);

    private static Process StartProgram(string name, string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!; // Only a shell start may give none.
    }
}
