using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mirrored.Cli;

/// <summary>This program once more, as a process that can be killed.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int LinesKept = 5;

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly BlockingCollection<string?> _lines = [];
    private readonly ConcurrentQueue<string> _errors = [];

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, told) => _lines.Add(told.Data); // Null at the end.
        process.ErrorDataReceived += (_, told) => Keep(told.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts this program with a command.</summary>
    public static ChildProcess Start(string command)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("This program has no file.");
        ProcessStartInfo start = new(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "mirrored.dll"));
        start.ArgumentList.Add(command);
        return new ChildProcess(Process.Start(start)!); // Only a shell start may give none.
    }

    /// <summary>Writes one line to the child and ends its input.</summary>
    public void Send(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It died first, which its output tells: that ends at once.
        }
    }

    /// <summary>Waits for a line.</summary>
    /// <param name="limit">How long.</param>
    /// <param name="cancelled">Ends the wait.</param>
    /// <param name="line">The line; null at the end of the child's output.</param>
    /// <returns>False when none came in time.</returns>
    public bool TryRead(TimeSpan limit, CancellationToken cancelled, out string? line) =>
        _lines.TryTake(out line, (int)limit.TotalMilliseconds, cancelled);

    /// <summary>How the process ended, in words.</summary>
    public string End()
    {
        if (!_process.WaitForExit(EndLimit)) return "it closed its output";
        int code = _process.ExitCode;
        return code > 128 && !OperatingSystem.IsWindows() ? $"signal {code - 128}{SignalName(code - 128)}" : $"exit code {code}";
    }

    /// <summary>The last lines of its error stream.</summary>
    public IReadOnlyList<string> LastWords() => [.. _errors];

    public void Dispose()
    {
        // A process in the middle of a driver call may take its time to die; nobody waits for it.
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static string SignalName(int signal) => signal switch
    {
        4 => " (illegal instruction)",
        6 => " (abort)",
        7 => " (bus error)",
        8 => " (arithmetic error)",
        9 => " (killed, perhaps for lack of memory)",
        11 => " (invalid memory access)",
        _ => "",
    };

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        _errors.Enqueue(line);
        if (_errors.Count > LinesKept) _errors.TryDequeue(out _);
    }
}
