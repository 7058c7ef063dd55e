using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Mirrored.PublicApi.Tests;

/// <summary>Points this process at the CUDA simulator, built where g++ is, unless it has a GPU or was pointed elsewhere.</summary>
internal static class CudaAtHand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private static string _reason = "";

    public static void SkipWithout() => Assert.SkipUnless(Cuda.IsAvailable, $"No GPU and no simulator. {_reason}");

#pragma warning disable CA2255 // The test program's own start, not a library's.
    [ModuleInitializer]
    internal static void Choose()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable("MIRRORED_CUDA_PATH") is not null || !OperatingSystem.IsLinux()) return;
        if (File.Exists("/dev/nvidiactl") || Build() is not { } folder) return;
        Environment.SetEnvironmentVariable("MIRRORED_CUDA_PATH", folder);
        Environment.SetEnvironmentVariable("CUDASIM_DEVICES", "2");
    }

    private static string? Build()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "eng", "sim", "build.sh"))) root = root.Parent;
        if (root is null) return null;
        ProcessStartInfo start = new(Path.Combine(root.FullName, "eng", "sim", "build.sh"))
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process build = Process.Start(start)!; // A new process: the file is no document.
        Task<string> output = build.StandardOutput.ReadToEndAsync(), errors = build.StandardError.ReadToEndAsync();
        if (build.WaitForExit(Limit) && build.ExitCode == 0) return output.Result.Trim();
        if (!build.HasExited) build.Kill(entireProcessTree: true);
        _reason = errors.Result.Trim();
        return null;
    }
}
