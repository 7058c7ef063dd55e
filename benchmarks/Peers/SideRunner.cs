using System.Diagnostics;
using System.Text.Json;

namespace Mirrored.Peers;

/// <summary>Starts a process of one side and waits for its report.</summary>
internal static class SideRunner
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    /// <summary>Runs it.</summary>
    /// <returns>What it reports, and how long it lived.</returns>
    /// <exception cref="InvalidOperationException">The process failed.</exception>
    /// <exception cref="TimeoutException">It ran longer than 20 minutes and was ended.</exception>
    public static async Task<(TResult Result, double WallSeconds)> RunAsync<TResult>(string side, PeerOptions options, int epochs)
        where TResult : class
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        // Under `dotnet Peers.dll` the running executable is dotnet itself.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(SideRunner).Assembly.Location);
        foreach (string argument in options.ToSideArguments(side, epochs))
            start.ArgumentList.Add(argument);

        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)
            ?? throw new InvalidOperationException($"The process of side '{side}' could not be started.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        await WaitAsync(process, side);
        double wallSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return (Read<TResult>(side, process.ExitCode, await output), wallSeconds);
    }

    private static async Task WaitAsync(Process process, string side)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Side '{side}' ran longer than {Limit.TotalMinutes} minutes and was ended.");
        }
    }

    private static TResult Read<TResult>(string side, int exitCode, string output)
        where TResult : class
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // 2 is a mistake in the command line or the data: the process has said which.
        if (exitCode == 2)
            throw new UsageException($"Side '{side}' could not start.");
        if (exitCode != 0 || lines.Length == 0)
            throw new InvalidOperationException($"Side '{side}' ended with exit code {exitCode}:\n{output}");
        foreach (string line in lines[..^1])
            Console.WriteLine(line);
        return JsonSerializer.Deserialize<TResult>(lines[^1])
            ?? throw new InvalidOperationException($"Side '{side}' reported nothing.");
    }
}
