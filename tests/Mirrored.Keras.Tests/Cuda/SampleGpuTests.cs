using System.Diagnostics;

namespace Mirrored.Keras.Tests;

/// <summary>The sample with <c>--gpus</c> on machines that lack something, each case in a process of its own.</summary>
public sealed class SampleGpuTests
{
    private const int Done = 0, BadInput = 2, DeviceLost = 77;

    private static string Folder => Environment.GetEnvironmentVariable(LibrarySearch.ChosenFolderVariable)!; // Required before.

    [Theory]
    [InlineData("3", "", BadInput, "mnist: GPU:3 cannot be used: there is no such GPU. This process can see 2: GPU:0, GPU:1.")]
    [InlineData("7", "", BadInput, "mnist: GPU:7 cannot be used: there is no such GPU. This process can see 2: GPU:0, GPU:1.")]
    [InlineData("0,1", "CUDASIM_DEVICES=1", BadInput, "mnist: GPU:1 cannot be used: there is no such GPU. This process can see 1: GPU:0.")]
    [InlineData("0,0", "", BadInput, "mnist: --gpus 0,0 names a GPU twice. This process can see 2: GPU:0, GPU:1.")]
    [InlineData("", "", BadInput, "mnist: --gpus takes numbers separated by commas, or all, found ''. This process can see 2: GPU:0, GPU:1.")]
    [InlineData("all", "CUDASIM_DEVICES=0", BadInput, "mnist: --gpus all: no GPU can be used. CUDA cannot be used: the driver found no GPU.")]
    [InlineData("0", "CUDASIM_DRIVER=11080", BadInput, "mnist: GPU:0 cannot be used: the NVIDIA driver supports CUDA 11.8, but CUDA 12.0")]
    [InlineData("0", "CUDASIM_DEVICES=0", BadInput, "mnist: GPU:0 cannot be used: the driver found no GPU.")]
    [InlineData("0", "CUDA_VISIBLE_DEVICES=", BadInput, "mnist: GPU:0 cannot be used: the driver found no GPU.")]
    [InlineData("0", "CUDA_VISIBLE_DEVICES=-1", BadInput, "mnist: GPU:0 cannot be used: the driver found no GPU.")]
    [InlineData("0", "CUDA_VISIBLE_DEVICES=0,0", BadInput, "mnist: GPU:0 cannot be used: the driver found no GPU.")]
    [InlineData("0", "CUDA_VISIBLE_DEVICES=GPU-none", BadInput, "mnist: GPU:0 cannot be used: the driver found no GPU.")]
    [InlineData("1", "CUDA_VISIBLE_DEVICES=0,7,1", BadInput, "mnist: GPU:1 cannot be used: there is no such GPU. This process can see 1")]
    [InlineData("0", "MIRRORED_CUDA_PATH=/nowhere", BadInput, "mnist: GPU:0 cannot be used: The CUDA driver library was not found.")]
    [InlineData("0", "CUDASIM_FAULT=sticky:kernel=mirrored_adam", DeviceLost, "mnist: GPU:0 failed in step ")]
    [InlineData("0,1", "CUDASIM_FAULT=sticky:kernel=mirrored_adam,device=1", DeviceLost, "mnist: GPU:1 failed in step ")]
    public void Sample_DeviceOfNoUse_SaysWhyInOneLine(string gpus, string setting, int exitCode, string message)
    {
        (int code, _, string errors) = Run(gpus, setting);

        Assert.StartsWith(message, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(exitCode, code);
    }

    [Theory]
    [InlineData("", "tf32")]
    [InlineData("CUDASIM_DRIVER=12000", "tf32")]
    [InlineData("CUDASIM_CAPABILITY=7.5", "float32")]
    [InlineData("CUDA_VISIBLE_DEVICES=0,7,1", "tf32")]
    public void Sample_DeviceOfUse_TrainsAndNamesIt(string setting, string precision)
    {
        (int code, string output, string errors) = Run("0", setting);

        Assert.Equal("", errors);
        Assert.StartsWith($"Mirrored {MirroredInfo.Version} · 1 x GPU (Mirrored Simulated GPU) · {precision} · seed 42\nNumber of",
            output, StringComparison.Ordinal);
        Assert.Equal(Done, code);
    }

    [Fact]
    public void Sample_WithoutCublasLt_SaysSoOnceAndTrainsInFloat32()
    {
        Simulator.Require();
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(Folder, "libcuda.so.1"), folder["libcuda.so.1"]);
        (int code, string output, _) = Run("0", $"MIRRORED_CUDA_PATH={folder.Path}", verbose: "2");

        Assert.Equal(Done, code);
        Assert.Equal(2, output.Split("cuBLASLt cannot be used").Length);
        Assert.Contains("float32", output.Split('\n')[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "CUDASIM_FAULT=sticky:kernel=mirrored_adam,n=7")]
    [InlineData("0,1", "CUDASIM_FAULT=sticky:kernel=mirrored_adam,device=1,n=7")]
    public void Sample_DeviceIsLost_SavesNothingBehindThat(string gpus, string setting)
    {
        using TemporaryFolder folder = new();
        string[] saving = ["--batch-size", "16", "--checkpoint-dir", folder.Path, "--save-every", "1"];

        (int code, _, _) = Run(gpus, setting, "0", saving);
        using CheckpointManager manager = new(folder.Path);
        int saved = manager.Checkpoints.Count;
        (int again, string output, _) = Run("0", "", "0", [.. saving, "--resume"]);

        Assert.Equal(DeviceLost, code);
        Assert.InRange(saved, 1, 2);
        Assert.Equal(Done, again);
        // Seven updates were begun at most, and the last of them was lost.
        Assert.Matches("Resumed from step [1-6] ", output);
    }

    [Fact]
    public void Sample_NcclAskedForAndMissing_SaysWhatToDoInOneLine()
    {
        Simulator.Require();
        using TemporaryFolder folder = WithoutNccl();
        (int code, _, string errors) = Run("0,1", $"MIRRORED_CUDA_PATH={folder.Path}", more: ["--cross-device", "nccl"]);

        Assert.StartsWith("mnist: NCCL was not found.", errors, StringComparison.Ordinal);
        Assert.Contains($"{folder.Path}/libnccl.so.2: no such file", errors, StringComparison.Ordinal);
        Assert.Contains("leave --cross-device out: the GPUs then sum by copies (hierarchical).", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(BadInput, code);
    }

    [Fact]
    public void Sample_NcclMissingAndNotAskedFor_TrainsByCopiesAndSaysSo()
    {
        Simulator.Require();
        using TemporaryFolder folder = WithoutNccl();
        (int code, string output, _) = Run("0,1", $"MIRRORED_CUDA_PATH={folder.Path}", verbose: "2");

        Assert.Equal(Done, code);
        Assert.Contains("Gradients are summed by HierarchicalCopyAllReduce", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n'), line => line.StartsWith("NCCL was not found", StringComparison.Ordinal));
    }

    /// <summary>A folder with everything of the simulator but NCCL.</summary>
    private static TemporaryFolder WithoutNccl()
    {
        TemporaryFolder folder = new();
        foreach (string file in Directory.GetFiles(Folder, "lib*.so*"))
            if (Path.GetFileName(file) is { } name && !name.Contains("nccl", StringComparison.Ordinal)) File.Copy(file, folder[name]);
        return folder;
    }

    private static ChildRun Run(string gpus, string setting, string verbose = "0", string[]? more = null)
    {
        Simulator.Require();
        string sample = Path.Combine(
            AppContext.BaseDirectory.Replace(Path.Combine("tests", "Mirrored.Keras.Tests"), Path.Combine("samples", "Mnist"),
                StringComparison.Ordinal), "mnist.dll");
        ProcessStartInfo start = new("dotnet", [sample, "--gpus", gpus, "--limit", "256", "--epochs", "1", "--verbose", verbose, .. more ?? []]);
        (start.Environment["CUDASIM_DEVICES"], start.Environment["CUDASIM_LOG"]) = ("2", "0");
        if (setting.Split('=', 2) is [var name, var value]) start.Environment[name] = value;
        return ChildRun.Of(start);
    }
}
