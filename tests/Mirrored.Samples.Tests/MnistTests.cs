using System.Diagnostics;
using System.Text.Json;

namespace Mirrored.Samples.Tests;

public sealed class MnistTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Run_TwoEpochs_PrintsWhatTheTutorialPrintsAndReports()
    {
        string report = File("run.json"), weights = File("w.safetensors");

        (int code, string output, string error) = Sample.Run(
            "--cpus", "2", "--epochs", "2", "--limit", "5000", "--report", report, "--save", weights);

        Assert.Equal((0, ""), (code, error));
        string[] lines = output.Split('\n');
        Assert.Equal("Mirrored 0.1 · 2 x CPU · float32 · seed 42", lines[0]);
        Assert.Equal("Number of devices: 2", lines[1]);
        Assert.Contains("Total params: 101,770", output, StringComparison.Ordinal);
        Assert.Contains("1024 = 512 x 2 replicas", output, StringComparison.Ordinal);
        Assert.Matches(@"Test loss: \d\.\d{4} - test accuracy: 0\.\d{4}", output);
        JsonElement json = JsonDocument.Parse(System.IO.File.ReadAllText(report)).RootElement;
        Assert.Equal(["CPU:0", "CPU:1"], json.GetProperty("devices").EnumerateArray().Select(d => d.GetString()));
        Assert.Equal(10, json.GetProperty("steps_run").GetInt32());
        Assert.Equal(2, json.GetProperty("history").GetProperty("loss").GetArrayLength());
        Assert.InRange(json.GetProperty("test_accuracy").GetDouble(), 0.6, 1);
        // The file's data is the hashed bytes: an 8-byte length, the header, then the weights in layer order.
        byte[] file = System.IO.File.ReadAllBytes(weights);
        byte[] data = file[(8 + (int)BitConverter.ToUInt64(file))..];
        Assert.Equal(
            json.GetProperty("weights_sha256").GetString(),
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(data)));
    }

    [Theory]
    [InlineData("m.onnx", "Mirrored")]
    [InlineData("m.keras", "PK")]
    [InlineData("m.weights.h5", "HDF")]
    public void Run_SaveByEnding_WritesThatFormat(string name, string mark)
    {
        (int code, _, string error) = Sample.Run("--cpus", "1", "--epochs", "1", "--limit", "500", "--verbose", "0", "--save", File(name));

        Assert.Equal((0, ""), (code, error));
        byte[] file = System.IO.File.ReadAllBytes(File(name));
        Assert.True(file.Length > 101_770 * sizeof(float));
        Assert.Contains(mark, System.Text.Encoding.Latin1.GetString(file, 0, 64), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Deterministic_GivesOneHashForAnyReplicasAndThreads()
    {
        string Hash(params string[] more)
        {
            string report = File("hash.json");
            (int code, _, string error) = Sample.Run(
                ["--deterministic", "--limit", "3000", "--epochs", "2", "--batch-size", "509", "--verbose", "0", "--report", report, .. more]);
            Assert.Equal((0, ""), (code, error));
            return JsonDocument.Parse(System.IO.File.ReadAllText(report)).RootElement.GetProperty("weights_sha256").GetString()!;
        }

        string expected = Hash("--cpus", "1", "--threads", "1");
        Assert.Equal(expected, Hash("--cpus", "3", "--threads", "2"));
        Assert.Equal(expected, Hash("--cpus", "8"));
        Assert.NotEqual(expected, Hash("--seed", "1"));
    }

    [Fact]
    public void Run_FiveEpochs_ReachTheTutorialsAccuracyOnAnyReplicas()
    {
        double Accuracy(int replicas)
        {
            string report = File("accuracy.json");
            (int code, _, string error) = Sample.Run("--cpus", $"{replicas}", "--verbose", "0", "--report", report);
            Assert.Equal((0, ""), (code, error));
            return JsonDocument.Parse(System.IO.File.ReadAllText(report)).RootElement.GetProperty("test_accuracy").GetDouble();
        }

        double one = Accuracy(1);

        Assert.InRange(one, 0.945, 1);
        foreach (int replicas in new[] { 2, 3, 8 }) Assert.Equal(one, Accuracy(replicas), 0.003);
    }

    public static TheoryData<string, string> BadArguments => new()
    {
        { "--epochs 0", "--epochs takes a number of at least 1, found 0." },
        { "--batch-size -5", "--batch-size" },
        { "--epochs x", "x" },
        { "--learning-rate NaN", "learning rate" },
        { "--dropout 2", "dropout rate" },
        { "--hidden 12,x", "--hidden takes numbers separated by commas, found 'x'." },
        { "--hidden 0", "units" },
        { "--cpus 0", "--cpus" },
        { "--cpus 9 --deterministic", "at most 8 replicas" },
        { "--gpus 0", "GPU:0" },
        { "--gpus 0 --cpus 2", "exclude" },
        { "--threads 0", "thread" },
        { "--threads 100000", "1 to 1024 threads" },
        { "--learning-rate 1e300", "learning rate" },
        { "--hidden 2000000000", "weights" },
        { "--verbose 3", "--verbose takes 0, 1 or 2" },
        { "--limit 0", "--limit" },
        { "--save weights.pt", ".safetensors" },
        { "--report no/such/folder/r.json", "no folder" },
        { "--cross-device nccl", "CPU:0 is none. Leave StrategyOptions.CrossDeviceOps out." },
        { "--data no/such/folder", "no/such/folder" },
        { "--frobnicate", "--frobnicate" },
    };

    [Theory]
    [MemberData(nameof(BadArguments))]
    public void Run_BadArguments_EndsWith2AndOneLine(string arguments, string says)
    {
        (int code, _, string error) = Sample.Run(arguments.Split(' '));

        Assert.Equal(2, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Run_SaveWhereNothingCanBeWritten_EndsWith2BeforeItTrains()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Nobody may make files in Linux's /proc; elsewhere there is no such folder.");
        (int code, string output, string error) = Sample.Run("--save", "/proc/weights.safetensors");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("--save: no file can be made in '/proc'.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TruncatedData_EndsWith2AndNamesTheFile()
    {
        string source = Path.Combine(AppContext.BaseDirectory, "data");
        foreach (string file in Directory.GetFiles(source, "*.gz")) System.IO.File.Copy(file, File(Path.GetFileName(file)));
        string images = File("train-images-idx3-ubyte.gz");
        using (FileStream stream = System.IO.File.Open(images, FileMode.Open)) stream.SetLength(stream.Length / 2);

        (int code, _, string error) = Sample.Run("--data", _folder.FullName);

        Assert.Equal(2, code);
        Assert.Contains("train-images-idx3-ubyte.gz", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public void Run_Interrupted_EndsAtAStepAndSaves(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Sending Ctrl-C to a child needs kill.");
        string weights = File("stopped.safetensors");
        using Process run = Sample.Start("--epochs", "100000", "--verbose", "2", "--save", weights);
        while (run.StandardOutput.ReadLine() is { } line && !line.StartsWith("59/59", StringComparison.Ordinal))
        {
            // Until the first epoch is through.
        }

        using (Process kill = Process.Start("kill", [signal, $"{run.Id}"])) kill.WaitForExit();

        Assert.True(run.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(75, run.ExitCode);
        Assert.True(System.IO.File.Exists(weights));
    }

    private string File(string name) => Path.Combine(_folder.FullName, name);
}
