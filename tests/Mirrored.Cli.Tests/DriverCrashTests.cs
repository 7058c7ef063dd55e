using System.Diagnostics;

namespace Mirrored.Cli.Tests;

/// <summary>Drivers that take their process along, or never return from their first call.</summary>
[Collection(nameof(OneAtATime))]
public sealed class DriverCrashTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("__builtin_trap();", "signal 4 (illegal instruction)")]
    [InlineData("*(volatile int*)8 = 0;", "signal ")]
    [InlineData("_exit(3);", "exit code 3")]
    public void Doctor_DriverCrashes_SaysSoAndDoesTheRest(string body, string end)
    {
        ToolRun run = Run(body);

        Assert.Contains($"failed   driver", run.Output, StringComparison.Ordinal);
        Assert.Contains($"the process that did this check died: {end}", run.Output, StringComparison.Ordinal);
        Assert.Contains("skipped  GPUs", run.Output, StringComparison.Ordinal);
        Assert.Equal((1, ""), (run.Code, run.Errors));
    }

    [Fact]
    public void Doctor_DriverHangs_SaysSoAndDoesTheRest()
    {
        ToolRun run = Run("for (;;) pause();");

        Assert.Contains("did not end within 1 s", run.Output, StringComparison.Ordinal);
        Assert.Contains("skipped  GPUs", run.Output, StringComparison.Ordinal);
        Assert.Equal((1, ""), (run.Code, run.Errors));
        Assert.InRange(run.Time, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Doctor_DriverStopsTheWholeProcess_IsKilled()
    {
        ToolRun run = Run("kill(getpid(), SIGSTOP);");

        Assert.Contains("did not end within 1 s", run.Output, StringComparison.Ordinal);
        Assert.Equal((1, ""), (run.Code, run.Errors));
        Assert.InRange(run.Time, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private ToolRun Run(string body)
    {
        Compile($$"""
            #include <signal.h>
            #include <unistd.h>
            int cuDriverGetVersion(int* version) { *version = 13000; return 0; }
            int cuInit(unsigned flags) { {{body}} return 0; }
            """);
        return ToolRun.Of("doctor --timeout 1", (LibrarySearch.ChosenFolderVariable, _folder.FullName));
    }

    private void Compile(string source)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && File.Exists("/usr/bin/gcc"), "Needs Linux and gcc to make a driver that crashes.");
        string file = Path.Combine(_folder.FullName, "driver.c");
        File.WriteAllText(file, source);
        string library = Path.Combine(_folder.FullName, "libcuda.so.1");
        using Process compiler = Process.Start("/usr/bin/gcc", ["-shared", "-fPIC", "-w", "-o", library, file]);
        Assert.True(compiler.WaitForExit(TimeSpan.FromSeconds(30)) && compiler.ExitCode == 0, "gcc failed.");
    }
}
