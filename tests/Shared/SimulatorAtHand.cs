using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Decides, before any test runs, which CUDA this process uses, because a process can hold one driver only: the one
/// that MIRRORED_CUDA_PATH names, else a real one, else the simulator, built where g++ is.</summary>
internal static class SimulatorAtHand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Why there is no simulator; empty when there is one, or a real driver.</summary>
    public static string Reason { get; private set; } = "";

    /// <summary>Skips the calling test where no GPU can be used, and says why.</summary>
    public static void SkipWithoutGpu() => Assert.SkipUnless(
        Cuda.IsAvailable, $"Neither a GPU nor the simulator is in reach: {CudaDriver.State.Failure}. {Reason}");

#pragma warning disable CA2255 // The test program's own start, not a library's.
    [ModuleInitializer]
    internal static void Choose()
#pragma warning restore CA2255
    {
        const string Variable = LibrarySearch.ChosenFolderVariable;
        if (Environment.GetEnvironmentVariable(Variable) is not null || !OperatingSystem.IsLinux()) return;
        if (File.Exists("/dev/nvidiactl")) return;
        if (Build() is not { } folder) return;
        Environment.SetEnvironmentVariable(Variable, folder);
        Environment.SetEnvironmentVariable("CUDASIM_DEVICES", "8");
    }

    private static string? Build()
    {
        if (Script() is not { } script)
        {
            Reason = "eng/sim/build.sh is not in any folder above the tests.";
            return null;
        }

        ProcessStartInfo start = new(script) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process build = Process.Start(start)!; // A new process: the file is no document.
        Task<string> output = build.StandardOutput.ReadToEndAsync(), errors = build.StandardError.ReadToEndAsync();
        if (!build.WaitForExit(Limit))
        {
            build.Kill(entireProcessTree: true);
            Reason = $"eng/sim/build.sh did not end within {Limit.TotalMinutes} minutes.";
            return null;
        }

        Reason = build.ExitCode == 0 ? "" : errors.Result.Trim();
        return build.ExitCode == 0 ? output.Result.Trim() : null;
    }

    private static string? Script()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string script = Path.Combine(folder.FullName, "eng", "sim", "build.sh");
            if (File.Exists(script)) return script;
        }

        return null;
    }
}
