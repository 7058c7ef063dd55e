using System.Text.Json;

namespace Mirrored.Cli.Tests;

/// <summary>What the doctor says of machines that lack something, each in processes of its own.</summary>
[Collection(nameof(OneAtATime))]
public sealed class DoctorTests : IDisposable
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    private const int Retries = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Doctor_NoDriver_SaysThatTheCpuTrains()
    {
        Assert.SkipWhen(File.Exists("/dev/nvidiactl"), "This machine has a driver.");
        Expect("no-driver", 0);
    }

    [Theory]
    [InlineData("one-gpu", 0, "CUDASIM_DEVICES=1")]
    [InlineData("three-gpus", 0, "CUDASIM_DEVICES=3")]
    [InlineData("old-driver", 1, "CUDASIM_DRIVER=11080")]
    [InlineData("old-gpu", 1, "CUDASIM_CAPABILITY=7.0")]
    [InlineData("no-gpu", 0, "CUDASIM_DEVICES=0")]
    [InlineData("all-hidden", 0, "CUDA_VISIBLE_DEVICES=")]
    [InlineData("some-hidden", 0, "CUDASIM_DEVICES=2;CUDA_VISIBLE_DEVICES=1,7")]
    [InlineData("no-jit", 1, "CUDA_DISABLE_PTX_JIT=1")]
    [InlineData("driver-fails", 1, "CUDASIM_FAULT=call:name=cuDeviceGetCount,code=999")]
    [InlineData("nvml-fails", 0, "CUDASIM_FAULT=call:name=nvmlInit_v2,code=18")]
    [InlineData("no-memory", 1, "CUDASIM_FAULT=alloc:n=0")]
    [InlineData("nccl-fails", 1, "CUDASIM_DEVICES=2;CUDASIM_FAULT=call:name=ncclCommInitRankConfig,code=2,n=0")]
    [InlineData("sticky", 1, "CUDASIM_DEVICES=2;CUDASIM_FAULT=sticky:kernel=mirrored_update_adam,device=0")]
    public void Doctor_OnTheSimulator_FindsWhatIsWrong(string name, int exitCode, string settings) =>
        Expect(name, exitCode, [Simulator.Path, .. Variables(settings)]);

    [Theory]
    [InlineData("without-cublaslt", "libcublasLt")]
    [InlineData("without-nvml", "libnvidia-ml")]
    [InlineData("without-nccl", "libnccl")]
    public void Doctor_ALibraryIsMissing_SaysWhichAndWhatToDo(string name, string library) =>
        Expect(name, 0, Simulator.Without(library, _folder), ("CUDASIM_DEVICES", "2"));

    [Fact]
    public void Doctor_ChosenFolderDoesNotExist_Fails() => Expect("no-folder", 1, (LibrarySearch.ChosenFolderVariable, "/nowhere"));

    [Fact]
    public void Doctor_KernelHangs_EndsInTimeAndGoesOnWithTheOtherGpu()
    {
        ToolRun run = ToolRun.Of(
            "doctor --timeout 2", Simulator.Path, ("CUDASIM_DEVICES", "2"), ("CUDASIM_FAULT", "hang:kernel=mirrored_update_adam,device=0"));

        Golden.Check("hang", run.Output, Simulator.Path.Value);
        Assert.Equal(1, run.Code);
        Assert.InRange(run.Time, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Doctor_ExchangeFails_BlamesTheExchangeOnly()
    {
        // One sum on each GPU alone and one when the two join; then the check's own.
        ToolRun run = ToolRun.Of(
            "doctor", Simulator.Path, ("CUDASIM_DEVICES", "2"), ("CUDASIM_FAULT", "call:name=ncclAllReduce,code=1,n=5"));

        Assert.Contains("failed   all GPUs all-reduce   rank ", run.Output, StringComparison.Ordinal);
        Assert.Contains("Try NCCL_P2P_DISABLE=1 mirrored doctor", run.Output, StringComparison.Ordinal);
        Assert.Contains("Broken: 1 failed check, ", run.Output, StringComparison.Ordinal);
        Assert.Equal((1, ""), (run.Code, run.Errors));
    }

    [Fact]
    public void Doctor_NamedDevices_TriesThoseOnly()
    {
        ToolRun run = ToolRun.Of("doctor --devices gpu:1,gpu:5", Simulator.Path, ("CUDASIM_DEVICES", "2"));

        Golden.Check("named", run.Output, Simulator.Path.Value);
        Assert.Equal(1, run.Code);
    }

    [Fact]
    public void Doctor_Json_HasChecksAndDevices()
    {
        ToolRun run = ToolRun.Of("doctor --json", Simulator.Path, ("CUDASIM_DEVICES", "2"), ("CUDASIM_DRIVER", "12000"));

        JsonElement json = JsonDocument.Parse(run.Output).RootElement;
        Assert.True(json.GetProperty("is_usable").GetBoolean());
        JsonElement order = json.GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "order");
        Assert.Equal("warning", order.GetProperty("status").GetString());
        Assert.Contains("another order", order.GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.Equal("export CUDA_DEVICE_ORDER=PCI_BUS_ID", order.GetProperty("cure").GetString());
        JsonElement gpu = json.GetProperty("devices")[1];
        Assert.Equal(("GPU:0", 1), (gpu.GetProperty("id").GetString(), gpu.GetProperty("system_index").GetInt32()));
        Assert.Equal("GPU:1", gpu.GetProperty("peers")[0].GetString());
        Assert.Equal((0, ""), (run.Code, run.Errors));
    }

    private static void Expect(string name, int exitCode, params (string Name, string Value)[] environment)
    {
        ToolRun run = ToolRun.Of("doctor", environment);
        // Neighbours may hold the machine up for a while.
        for (int i = 0; i < Retries && run.Time > Promised; i++) run = ToolRun.Of("doctor", environment);

        string folder = environment.FirstOrDefault(variable => variable.Name == LibrarySearch.ChosenFolderVariable).Value ?? "";
        Golden.Check(name, run.Output, folder);
        Assert.Equal((exitCode, ""), (run.Code, run.Errors));
        Assert.InRange(run.Time, TimeSpan.Zero, Promised);
    }

    private static IEnumerable<(string Name, string Value)> Variables(string settings) =>
        settings.Split(';').Select(setting => setting.Split('=', 2)).Select(parts => (parts[0], parts[1]));
}
