using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Mirrored.Keras.Tests;

namespace Mirrored.Files.Tests;

/// <summary>Damaged, hostile and foreign files: a typed error that names the file, and a model that stays as it was.</summary>
public sealed class HostileFileTests
{
    private const string Dense = """{"class_name":"Dense","config":{"name":"d","units":2}}""";
    private const string Input = """{"class_name":"InputLayer","config":{"name":"i","batch_shape":[null,3]}}""";

    public static TheoryData<string, string> Configurations => new()
    {
        { """{"class_name":"Functional","config":{"name":"f"}}""", "Functional" },
        { Model(Input, """{"class_name":"Lambda","config":{"name":"l","function":"x"}}"""), "Lambda" },
        { Model(Input, """{"class_name":"Conv2D","config":{"name":"c"}}"""), "Conv2D" },
        { Model(Input, """{"class_name":"Dense","config":{"name":"d","units":-1}}"""), "units" },
        { Model(Input, """{"class_name":"Dense","config":{"name":"d","units":2147483647}}"""), "at least" },
        { Model(Input, """{"class_name":"Dense","config":{"name":"d","units":1e3}}"""), "whole number" },
        { Model(Input, """{"class_name":"Dense","config":{"name":"d"}}"""), "units" },
        { Model(Input, """{"class_name":"Dense","config":{"name":"d","units":2,"dtype":"mixed_float16"}}"""), "float32" },
        { Model(Input, """{"class_name":"Dense","config":{"name":"d","units":2,"activation":"hard_sigmoid"}}"""), "hard_sigmoid" },
        { Model(Input, """{"class_name":"Dense","config":{"name":"d","units":2,"activity_regularizer":{}}}"""), "activity_regularizer" },
        { Model(Input, """{"class_name":"Dropout","config":{"name":"d","rate":2}}"""), "rate" },
        { Model(Input, Dense, Dense), "'d'" },
        { Model(Dense), "input shape" },
        { Model("7"), "object" },
        { "[]", "object" },
        { "{", "JSON" },
        { string.Concat(Enumerable.Repeat("[", 100)), "JSON" },
    };

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Load_OfAnotherConfiguration_SaysWhatAndWhere(string config, string part)
    {
        using TemporaryFolder folder = new();
        string path = Archive(folder, ("config.json", Encoding.UTF8.GetBytes(config)), ("model.weights.h5", RealWeights()));
        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => Sequential.Load(path));
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        Assert.Equal(path, exception.FileName);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/etc/evil")]
    [InlineData("assets/vocabulary.txt")]
    [InlineData("config.json")]
    public void Load_OfForeignMembers_IsRefused(string name)
    {
        using TemporaryFolder folder = new();
        string path = Archive(folder, ("config.json", Encoding.UTF8.GetBytes(Model(Input, Dense))), ("model.weights.h5", RealWeights()), (name, [1]));
        Assert.Contains(name, Assert.Throws<ModelFormatException>(() => Sequential.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfABomb_TakesNoMemoryForIt()
    {
        using TemporaryFolder folder = new();
        string path = Archive(folder, ("config.json", Encoding.UTF8.GetBytes(Model(Input, Dense))), ("model.weights.h5", new byte[100 << 20]));
        long before = GC.GetTotalAllocatedBytes();
        Assert.Throws<ModelFormatException>(() => Sequential.Load(path));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 50 << 20);
    }

    [Theory]
    [InlineData("model.weights.h5")]
    [InlineData("legacy.h5")]
    [InlineData("compiled.keras")]
    public void LoadWeights_OfATruncatedFile_ChangesNothing(string name)
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(RealKeras.Path(name));
        using Sequential model = RealKeras.NewModel();
        string path = folder["cut" + name[name.IndexOf('.', StringComparison.Ordinal)..]];
        int refused = 0;
        for (int length = 0; length < whole.Length; length += 211)
        {
            File.WriteAllBytes(path, whole[..length]);
            string before = model.WeightsSha256();
            if (Record.Exception(() => model.LoadWeights(path)) is { } exception)
            {
                Assert.IsType<ModelFormatException>(exception);
                Assert.Equal(before, model.WeightsSha256());
                refused++;
                continue;
            }

            // What was cut off lies behind the weights.
            Assert.Equal(RealKeras.Weights, model.GetWeights().Select(w => w.ToArray()));
        }

        Assert.True(refused > whole.Length / 211 / 2, $"only {refused} were refused");
    }

    [Theory]
    [InlineData("model.weights.h5")]
    [InlineData("legacy.h5")]
    public void LoadWeights_OfChangedBytes_IsATypedErrorOrLoads(string name)
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(RealKeras.Path(name));
        using Sequential model = RealKeras.NewModel();
        string path = folder["changed.h5"];
        Random random = new(5);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] changed = [.. whole];
            for (int k = 0; k < 4; k++) changed[random.Next(4096)] = (byte)(random.Next(4) == 0 ? 255 : random.Next(256));
            File.WriteAllBytes(path, changed);
            string before = model.WeightsSha256();
            if (Record.Exception(() => model.LoadWeights(path)) is not { } exception) continue;
            Assert.IsType<ModelFormatException>(exception);
            Assert.Equal(before, model.WeightsSha256());
            refused++;
        }

        Assert.InRange(refused, 20, 400);
    }

    [Fact]
    public void LoadWeights_OfDataThatIsNotInTheFile_IsRefused()
    {
        // A dataset without an address has the library make numbers up, as external and virtual data has it read other files: either
        // way none come from this file.
        using TemporaryFolder folder = new();
        byte[] file = File.ReadAllBytes(RealKeras.Path("model.weights.h5"));
        int data = file.AsSpan().IndexOf(MemoryMarshal.AsBytes<float>(RealKeras.Weights[0]));
        byte[] address = BitConverter.GetBytes((long)data);
        int at = file.AsSpan().IndexOf(address);
        Assert.True(data > 0 && at > 0);
        file.AsSpan(at, address.Length).Fill(0xFF);
        File.WriteAllBytes(folder["w.h5"], file);
        using Sequential model = RealKeras.NewModel();
        string before = model.WeightsSha256();
        Assert.Contains("does not lie in the file", Assert.Throws<ModelFormatException>(() => model.LoadWeights(folder["w.h5"])).Message, StringComparison.Ordinal);
        Assert.Equal(before, model.WeightsSha256());
    }

    public static TheoryData<string> WeightsElsewhere =>
        [.. Directory.GetFiles(RealKeras.Path("hostile")).Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(WeightsElsewhere))]
    public void LoadWeights_OfWeightsThatLieElsewhere_IsRefusedUntouched(string name)
    {
        using Sequential model = RealKeras.NewModel();
        string before = model.WeightsSha256();

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => model.LoadWeights(RealKeras.Path(Path.Combine("hostile", name))));

        if (name.StartsWith("external_data", StringComparison.Ordinal))
            Assert.Contains("name of another file", exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, model.WeightsSha256());
    }

    [Theory]
    [InlineData("""{"class_name":"Sequential","class_name":"Sequential","config":{"name":"m","layers":[]}}""")]
    [InlineData("""{"class_name":"Sequential","config":{"name":"m","name":"n","layers":[]}}""")]
    public void Load_OfFieldsThatStandTwice_IsRefused(string config) => Assert.Contains("JSON", Refusal(Encoding.UTF8.GetBytes(config)), StringComparison.Ordinal);

    [Fact]
    public void Load_OfTextsThatAreNotUnicode_IsRefused()
    {
        const string config = """{"class_name":"Sequential","config":{"name":"X","layers":[]}}""";
        byte[] latin = Encoding.Latin1.GetBytes(config.Replace("X", "\u00ff", StringComparison.Ordinal));
        byte[] half = Encoding.UTF8.GetBytes(config.Replace("X", "\\ud800", StringComparison.Ordinal));

        Assert.Contains("JSON", Refusal(latin), StringComparison.Ordinal);
        Assert.Contains("surrogate", Refusal(half), StringComparison.Ordinal);
    }

    [Fact]
    public void LoadWeights_ThroughALinkToAnotherFile_IsRefused()
    {
        // Written by the HDF5 library: the first kernel is a link to another file, which is there and has it.
        const string target = "other.h5";
        using TemporaryFolder folder = new();
        byte[] file = File.ReadAllBytes(RealKeras.Path("external_link.weights.h5"));
        Span<byte> link = file.AsSpan(file.AsSpan().IndexOf(Encoding.ASCII.GetBytes("////")), 112 + target.Length);
        Assert.Equal(target, Encoding.ASCII.GetString(link[112..]));
        Encoding.ASCII.GetBytes(Path.GetDirectoryName(folder[target])!, link); // Slashes fill what is left.
        File.WriteAllBytes(folder["w.weights.h5"], file);
        File.Copy(RealKeras.Path("model.weights.h5"), folder[target]);
        using Sequential model = RealKeras.NewModel();
        string before = model.WeightsSha256();
        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => model.LoadWeights(folder["w.weights.h5"]));
        Assert.Contains("neither external nor virtual", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.WeightsSha256());
    }

    [Fact]
    public void LoadWeights_OfAnotherModel_NamesTheWeight()
    {
        using Sequential wide = new([new Dense(17, inputShape: 20), new Dense(8, useBias: false), new Dense(3)]);
        using Sequential few = new([new Dense(16, inputShape: 20)]), many = new([new Dense(16, inputShape: 20), new Dense(8, useBias: false), new Dense(3), new Dense(2)]);
        foreach (string name in (string[])["model.weights.h5", "legacy.h5", "model.keras"])
        {
            string before = wide.WeightsSha256();
            Assert.Contains("(20, 16)", Assert.Throws<ModelFormatException>(() => wide.LoadWeights(RealKeras.Path(name))).Message, StringComparison.Ordinal);
            Assert.Equal(before, wide.WeightsSha256());
            Assert.Throws<ModelFormatException>(() => few.LoadWeights(RealKeras.Path(name)));
            Assert.Throws<ModelFormatException>(() => many.LoadWeights(RealKeras.Path(name)));
        }
    }

    [Fact]
    public void Save_WithUnknownEnding_NamesWhatIsKnown()
    {
        using Sequential model = new([new Dense(2, inputShape: 3)]);
        Assert.Contains(".safetensors", Assert.Throws<ArgumentException>(() => model.Save("m.pt")).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => model.Save("m.safetensors"));
        Assert.Throws<NotSupportedException>(() => model.Save("m.weights.h5"));
    }

    private static string Model(params string[] layers) =>
        """{"class_name":"Sequential","config":{"name":"m","layers":[""" + string.Join(',', layers) + "]}}";

    private static string Refusal(byte[] config)
    {
        using TemporaryFolder folder = new();
        string path = Archive(folder, ("config.json", config), ("model.weights.h5", RealWeights()));
        return Assert.Throws<ModelFormatException>(() => Sequential.Load(path)).Message;
    }

    private static byte[] RealWeights() => File.ReadAllBytes(RealKeras.Path("model.weights.h5"));

    private static string Archive(TemporaryFolder folder, params (string Name, byte[] Content)[] members)
    {
        string path = folder["m.keras"];
        using ZipArchive zip = new(File.Create(path), ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in members)
        {
            using Stream stream = zip.CreateEntry(name).Open();
            stream.Write(content);
        }

        return path;
    }
}
