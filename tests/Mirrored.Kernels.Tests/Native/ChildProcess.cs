using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Runs a scenario in a process of its own, because a process holds one driver and starts it once.</summary>
/// <remarks>The child is this test program again: the variable names the scenario, which then runs instead of tests.
/// </remarks>
internal static class ChildProcess
{
    private const string Variable = "MIRRORED_TEST_SCENARIO";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs a scenario and returns the lines that it printed; anything but success fails the calling
    /// test.</summary>
    public static string[] Run(string scenario, params (string Name, string? Value)[] environment)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? [typeof(ChildProcess).Assembly.Location] : [])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = scenario;
        start.Environment.Remove(VisibleDevices.Variable);
        foreach ((string name, string? value) in environment) start.Environment[name] = value;

        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        Task<string> output = child.StandardOutput.ReadToEndAsync();
        if (!child.WaitForExit(Limit))
        {
            child.Kill();
            Assert.Fail($"Scenario '{scenario}' did not end within {Limit.TotalSeconds} s.");
        }

        Assert.True(child.ExitCode == 0, $"Scenario '{scenario}' failed: {errors.Result}{output.Result}");
        return output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

#pragma warning disable CA2255 // The test program's own start, not a library's.
    [ModuleInitializer]
    internal static void RunScenario()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } scenario) return;
        try
        {
            Scenarios.Run(scenario);
        }
        catch (Exception cause) when (cause is not StackOverflowException)
        {
            Console.Error.WriteLine(cause);
            Environment.Exit(1);
        }

        Environment.Exit(0);
    }
}
