using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Mirrored.Keras.Tests;

/// <summary>Machines without NCCL, or with an old one; in processes of their own, because a process looks for it once.</summary>
public sealed class NcclMissingTests
{
    private const string Variable = "MIRRORED_KERAS_NCCL_MISSING";

    public NcclMissingTests() => Simulator.Require();

    [Fact]
    public void Strategy_WithoutNccl_TakesCopiesAndSaysSo()
    {
        string folder = WithoutNccl();
        string[] lines = Run((LibrarySearch.ChosenFolderVariable, folder));
        Directory.Delete(folder, recursive: true);

        Assert.Equal("HierarchicalCopyAllReduce, loss True", lines[0]);
        Assert.StartsWith(
            "NCCL was not found, so the GPUs sum their gradients by copies (HierarchicalCopyAllReduce), which is slower.", lines[1],
            StringComparison.Ordinal);
        Assert.StartsWith("CudaUnavailableException: NCCL was not found. Tried, in this order:", lines[2], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Trim().StartsWith($"{folder}/libnccl.so.2: no such file", StringComparison.Ordinal));
    }

    [Fact]
    public void Strategy_OldNccl_TellsItsVersion()
    {
        string[] lines = Run(("CUDASIM_NCCL_VERSION", "21703"));
        Assert.Equal("HierarchicalCopyAllReduce, loss True", lines[0]);
        Assert.StartsWith("NCCL 2.17.3 from ", lines[1], StringComparison.Ordinal);
        Assert.Contains("is too old: 2.18.1 or newer is needed, so the GPUs sum", lines[1], StringComparison.Ordinal);
        Assert.Matches("^CudaUnavailableException: NCCL 2.17.3 from .* pip install nvidia-nccl-cu13", lines[2]);
    }

    /// <summary>A folder with everything of the simulator but NCCL.</summary>
    private static string WithoutNccl()
    {
        string simulator = Path.GetDirectoryName(CudaDriver.State.Library.Found!.Value.Path)!; // The simulator is there.
        string folder = Directory.CreateTempSubdirectory("mirrored-nccl-").FullName;
        foreach (string file in Directory.GetFiles(simulator, "lib*.so*"))
        {
            string name = Path.GetFileName(file);
            if (!name.Contains("nccl", StringComparison.Ordinal)) File.Copy(file, Path.Combine(folder, name));
        }

        return folder;
    }

    private static string[] Run((string Name, string Value) setting)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!); // A test runner's process has a file.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(NcclMissingTests).Assembly.Location);
        start.Environment[Variable] = "missing";
        start.Environment[setting.Name] = setting.Value;
        return ChildRun.Of(start).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

#pragma warning disable CA2255 // The test program's own start, not a library's.
    [ModuleInitializer]
    internal static void RunScenario()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable(Variable) is null) return;
        using (MirroredStrategy strategy = new(Devices.Gpus(0, 1)))
        {
            using Sequential model = TestData.Mlp(strategy, 16);
            (NDArray<float> x, NDArray<byte> y) = TestData.Images(64, 16, 10);
            double loss = model.Fit(x, y, batchSize: 8, verbose: Verbosity.Silent)["loss"][0];
            Console.WriteLine($"{strategy.CrossDeviceOps}, loss {double.IsFinite(loss)}");
            Console.WriteLine(string.Join(" ", strategy.Notices));
        }

        try
        {
            new MirroredStrategy(Devices.Gpus(0, 1), new StrategyOptions { CrossDeviceOps = new NcclAllReduce() }).Dispose();
        }
        catch (CudaUnavailableException missing)
        {
            Console.WriteLine($"{nameof(CudaUnavailableException)}: {missing.Message}");
        }

        Environment.Exit(0);
    }
}
