using System.Diagnostics;
using System.Globalization;

namespace Mirrored.Campaigns.Checkpoints;

/// <summary>The MNIST sample in a process of its own, which can be killed.</summary>
internal sealed class SampleProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <summary>Starts it.</summary>
    public SampleProcess(params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "mnist.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!; // Only a shell start may give none.
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it wrote to standard error, when it has ended.</summary>
    public string Errors => _errors.Result;

    /// <summary>Whether it ends within a time.</summary>
    public bool EndsWithin(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>Waits until it says where training begins.</summary>
    /// <returns>The step that it resumes from; 0 when it starts afresh, -1 when it ended before.</returns>
    public long AwaitTraining()
    {
        const string resumed = "Resumed from step ";
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(resumed, StringComparison.Ordinal))
                return long.Parse(line.AsSpan(resumed.Length, line.IndexOf(' ', resumed.Length) - resumed.Length), CultureInfo.InvariantCulture);
            if (line.Contains("training starts afresh", StringComparison.Ordinal)) return 0;
        }

        return -1;
    }

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal, such as <c>-TERM</c>.</summary>
    public void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits until it ends.</summary>
    /// <returns>The exit code; null when it does not end in time.</returns>
    public int? AwaitExit(TimeSpan? limit = null)
    {
        Task<string> output = _process.StandardOutput.ReadToEndAsync(); // Else it may wait for a reader.
        if (!_process.WaitForExit(limit ?? Patience)) return null;
        output.Wait();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}
