namespace Mirrored.Core.Tests;

/// <summary>What a run does with checks that throw, that hang, and that build on one another.</summary>
public sealed class DoctorRunTests
{
    [Fact]
    public void Failure_OfEachKind_NamesCauseAndCure()
    {
        TimeoutException late = new("CPU:0 did not come. More.");
        DoctorCheck lost = DoctorFailure.Of("x", new ReplicaFailedException("CPU:0", 3, late));
        Assert.Equal((DoctorStatus.Failed, "CPU:0 did not come"), (lost.Status, lost.Cause));
        Assert.Contains("--timeout", lost.Cure, StringComparison.Ordinal);

        DoctorCheck exchange = DoctorFailure.Hung("all GPUs all-reduce", TimeSpan.FromSeconds(2.5));
        Assert.Equal("did not end within 2.5 s", exchange.Cause);
        Assert.Contains("NCCL_P2P_DISABLE=1", exchange.Cure, StringComparison.Ordinal);

        DoctorCheck mistake = DoctorFailure.Of("x", new InvalidOperationException("one\ntwo"));
        Assert.Equal("one two", mistake.Cause);
        Assert.Contains("report it", mistake.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_KnownResults_AreNotAskedForAgainAndBlockWhatNeedsThem()
    {
        List<DoctorCheck> ended = [];
        DoctorCheck driver = new() { Name = DriverExamination.Title, Status = DoctorStatus.Failed, Cause = "it hung before" };
        DoctorRun run = new(new DoctorOptions { Devices = Devices.Gpus(0) }, Machine())
        {
            Known = [driver], Ended = ended.Add,
        };

        run.Run();

        Assert.DoesNotContain(ended, check => check.Name == DriverExamination.Title);
        Assert.Equal(DoctorStatus.Skipped, ended.Single(check => check.Name == GpusExamination.Title).Status);
        Assert.Equal(DoctorStatus.Skipped, ended.Single(check => check.Name == "GPU:0").Status);
        Assert.Equal(["CPU:0"], run.Devices.Select(device => device.Id));
    }

    private static DoctorMachine Machine() =>
        new() { Platform = "Linux", Architecture = "x64", Runtime = ".NET", Cores = 8, Memory = 1L << 34 };
}
