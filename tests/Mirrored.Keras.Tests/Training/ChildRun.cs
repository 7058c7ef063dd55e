using System.ComponentModel;
using System.Diagnostics;

namespace Mirrored.Keras.Tests;

/// <summary>A process that was run to its end.</summary>
internal sealed record ChildRun(int Code, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs a program; the test fails when it does not end, and is skipped on a machine without the .NET host.</summary>
    public static ChildRun Of(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using Process child = Start(start);
        Task<string> output = child.StandardOutput.ReadToEndAsync(), errors = child.StandardError.ReadToEndAsync();
        if (!child.WaitForExit(Limit))
        {
            child.Kill(entireProcessTree: true);
            Assert.Fail($"'{start.FileName}' did not end within {Limit.TotalSeconds} s.");
        }

        return new ChildRun(child.ExitCode, output.Result, errors.Result);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!; // A new process: the file is no document.
        }
        catch (Win32Exception missing)
        {
            Assert.Skip($"'{start.FileName}' cannot be started: {missing.Message}");
            throw;
        }
    }
}
