using System.Diagnostics;
using System.Text.Json;

namespace Mirrored.Cli.Tests;

/// <summary>Arguments, help, the other commands, and how they end.</summary>
[Collection(nameof(OneAtATime))]
public sealed class CommandTests
{
    [Theory]
    [InlineData("frobnicate", "'frobnicate'")]
    [InlineData("doctor --timeout x", "'x'")]
    [InlineData("doctor --timeout 0", "--timeout takes seconds")]
    [InlineData("doctor --devices tpu:0", "'tpu:0' is no device")]
    [InlineData("doctor --devices gpu:0,gpu:0", "names GPU:0 twice")]
    [InlineData("doctor --devices ,", "--devices is empty")]
    [InlineData("doctor --devices cpus:0", "virtual CPU devices")]
    [InlineData("devices --watch x", "'x'")]
    [InlineData("devices --watch 0", "--watch takes seconds")]
    [InlineData("bench frobnicate", "'frobnicate'")]
    [InlineData("bench step --batch 0", "--batch takes")]
    [InlineData("bench --devices gpu:0", "GPU:0 cannot be used")]
    public void Run_BadArguments_EndsWith2AndOneLine(string arguments, string says)
    {
        ToolRun run = ToolRun.Of(arguments, (LibrarySearch.ChosenFolderVariable, "/nowhere"));

        Assert.Contains(says, run.Errors, StringComparison.Ordinal);
        Assert.StartsWith("mirrored: ", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
        Assert.Equal((2, ""), (run.Code, run.Output));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("doctor --help")]
    [InlineData("devices -h")]
    [InlineData("bench --help")]
    [InlineData("bench allreduce --help")]
    [InlineData("bench step --help")]
    public void Help_OfEachCommand_HasExamples(string arguments)
    {
        ToolRun run = ToolRun.Of(arguments);

        Assert.Contains("Examples:", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("doctor-child", run.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (run.Code, run.Errors));
    }

    [Fact]
    public void Devices_OnTheSimulator_ListsWhatNvmlTells()
    {
        ToolRun run = ToolRun.Of("devices", Simulator.Path, ("CUDASIM_DEVICES", "2"));

        string[] lines = run.Output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.StartsWith("device", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^CPU:0\s+\d+ cores", lines[1]);
        Assert.Matches(@"^GPU:0\s+Mirrored Simulated GPU\s+0 %\s+0\.0 / 0\.5\s+40 °C\s+100 W", lines[2]);
        Assert.Matches(@"^GPU:1\s+Mirrored Simulated GPU\s+0 %\s+0\.0 / 0\.5\s+41 °C\s+100 W", lines[3]);
        Assert.Equal((0, ""), (run.Code, run.Errors));
    }

    [Fact]
    public void Devices_WatchedAsJson_IsOneLineEachTimeUntilInterrupted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Sending Ctrl-C to a child needs kill.");
        using Process watch = ToolRun.Start("devices --watch 0.1 --json", (LibrarySearch.ChosenFolderVariable, "/nowhere"));
        for (int i = 0; i < 3; i++)
        {
            JsonElement cpu = JsonDocument.Parse(watch.StandardOutput.ReadLine()!).RootElement[0];
            Assert.Equal("CPU:0", cpu.GetProperty("id").GetString());
            Assert.InRange(cpu.GetProperty("memory_used").GetInt64(), 1, cpu.GetProperty("memory_total").GetInt64());
        }

        Interrupt(watch);

        Assert.Equal(0, watch.ExitCode);
    }

    [Fact]
    public void Doctor_Interrupted_EndsAtOnceAndLeavesNoChild()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Looks for children in /proc.");
        using Process doctor = ToolRun.Start(
            "doctor --timeout 100", Simulator.Path, ("CUDASIM_FAULT", "hang:kernel=mirrored_random_uniform"));
        while (doctor.StandardOutput.ReadLine() is { } line && !line.Contains("shared memory", StringComparison.Ordinal))
        {
            // Until the GPUs are next.
        }

        string children = File.ReadAllText($"/proc/{doctor.Id}/task/{doctor.Id}/children").Trim();
        Interrupt(doctor);

        Assert.Equal(130, doctor.ExitCode);
        Assert.All(children.Split(' ', StringSplitOptions.RemoveEmptyEntries), IsGone);
    }

    [Fact]
    public void Bench_OnVirtualCpus_MeasuresBoth()
    {
        ToolRun run = ToolRun.Of("bench --devices cpus:2 --batch 64 --json", (LibrarySearch.ChosenFolderVariable, "/nowhere"));

        JsonElement json = JsonDocument.Parse(run.Output).RootElement;
        JsonElement[] exchange = [.. json.GetProperty("exchange").EnumerateArray()];
        Assert.Equal(4096, exchange[0].GetProperty("bytes").GetInt64());
        Assert.Equal(64 << 20, exchange[^1].GetProperty("bytes").GetInt64());
        Assert.All(exchange, figure => Assert.Equal(
            figure.GetProperty("bytes").GetInt64() / figure.GetProperty("microseconds").GetDouble() / 1e3,
            figure.GetProperty("bus_bandwidth").GetDouble(), 1e-6)); // With two devices 2 (n - 1) / n is 1.
        JsonElement[] steps = [.. json.GetProperty("steps").EnumerateArray()];
        Assert.Equal([64, 128], steps.Select(figure => figure.GetProperty("global_batch").GetInt32()));
        Assert.Equal(1, steps[0].GetProperty("speed_up").GetDouble());
        Assert.Equal((0, ""), (run.Code, run.Errors));
    }

    [Fact]
    public void Bench_ExchangeOnTheSimulator_PrintsATable()
    {
        ToolRun run = ToolRun.Of("bench allreduce", Simulator.Path, ("CUDASIM_DEVICES", "2"));

        Assert.StartsWith("all-reduce over GPU:0, GPU:1", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n +64 MiB +\d+\.\d us +\d+\.\d\d +\d+\.\d\d\n", run.Output);
        Assert.Equal((0, ""), (run.Code, run.Errors));
    }

    private static void Interrupt(Process process)
    {
        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"])) kill.WaitForExit();
        if (process.WaitForExit(TimeSpan.FromSeconds(60))) return;
        process.Kill(entireProcessTree: true);
        Assert.Fail("Ctrl-C did not end it.");
    }

    private static void IsGone(string id) => Assert.True(
        SpinWait.SpinUntil(() => !Directory.Exists($"/proc/{id}"), TimeSpan.FromSeconds(60)), $"Process {id} is still there.");
}
