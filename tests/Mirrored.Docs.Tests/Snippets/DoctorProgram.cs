using Mirrored.Keras;

namespace Mirrored.Docs.Tests;

/// <summary>The program of docs/cli.md.</summary>
public sealed class DoctorProgram
{
    [Fact]
    public void Run()
    {
        DoctorReport report = Doctor.Run(new DoctorOptions { Timeout = TimeSpan.FromMinutes(1) });
        foreach (DoctorCheck check in report.Checks.Where(check => check.Status == DoctorStatus.Failed))
            Console.WriteLine($"{check.Name}: {check.Cause}. {check.Cure}");
        Assert.Contains(report.Checks, check => check is { Name: "CPU training", Status: DoctorStatus.Ok });
    }
}
