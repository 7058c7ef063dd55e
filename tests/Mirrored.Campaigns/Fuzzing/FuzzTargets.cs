using System.Text.Json;

namespace Mirrored.Campaigns;

/// <summary>Everything that reads files which others may have made.</summary>
internal static class FuzzTargets
{
    private const string Name = "fuzzed";

    private static readonly Lazy<MirroredStrategy> Strategy = new(() => new MirroredStrategy(Devices.Cpus(1)));
    private static readonly Lazy<Sequential> Model = new(FuzzSeeds.NewModel);
    private static readonly string Table = Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"mirrored-fuzz-{Environment.ProcessId}.csv");

    private static readonly string[] Npy = ["\u0093NUMPY", "'descr': ", "'<f4'", "'>i8'", "'|b1'", "'fortran_order': True", "'shape': (", "2147483647, ", "0, ", "), }", "\n"];
    private static readonly string[] Zip = ["PK\u0003\u0004", "PK\u0001\u0002", "PK\u0005\u0006", "PK\u0006\u0006", ".npy", "../"];

    private static readonly string[] Json =
    [
        "{", "}", "[", "]", ",", ":", "null", "true", "-1", "1e309", "9223372036854775807", "\"", "\\u0000", "\"dtype\":\"F32\"", "\"shape\":[",
        "\"data_offsets\":[0,4]", "\"__metadata__\":{", "\"class_name\":\"Dense\"", "\"config\":{", "\"units\":", "\"layers\":[", "\"name\":",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("idx", Idx, FuzzSeeds.Idx, [typeof(DataFormatException)], [], 3),
        new("gzip", Idx, FuzzSeeds.Gzip, [typeof(DataFormatException)], [], 3),
        new("npy", ReadNpy, FuzzSeeds.Npy, [typeof(DataFormatException)], Npy, 4),
        new("npz", ReadNpz, FuzzSeeds.Npz, [typeof(DataFormatException)], [.. Npy, .. Zip], 3),
        new("safetensors", Safetensors, FuzzSeeds.Safetensors, [typeof(ModelFormatException)], Json, 4),
        new("csv", Csv, FuzzSeeds.Csv, [typeof(CsvFormatException)], [",", "\"", "\"\"", "\r\n", "\n", "NA", "1e400", "inf"], 2),
        new("config", Config, FuzzSeeds.Configs, [typeof(ModelFormatException)], Json, 1),
        // PureHDF takes as much memory as a header claims, up to 2 GiB, before it reads: found by this.
        new(
            "h5", Hdf5, FuzzSeeds.Hdf5, [typeof(ModelFormatException)], ["OHDR", "OCHK", "TREE", "SNOD", "HEAP", "GCOL", "FRHP"], 0.5,
            IsBounded: false),
    ];

    /// <summary>The control.</summary>
    public static FuzzTarget Planted { get; } = new("planted", PlantedBug.Parse, [new byte[16]], [], [], 0);

    /// <summary>Where inputs of earlier runs lie.</summary>
    public static string Corpus(string target) => Path.Combine(AppContext.BaseDirectory, "corpus", target);

    private static void Idx(byte[] bytes) => IdxReader.Read(new MemoryStream(bytes), Name, bytes.Length > 3 && bytes[3] == 1 ? 1 : 3);

    private static void ReadNpy(byte[] bytes)
    {
        using CheckedReader reader = new(new MemoryStream(bytes), Name, bytes.Length, bytes.Length, checksum: null);
        NpyElements.Read(reader);
    }

    public static void ReadNpz(byte[] bytes)
    {
        using NpzReader reader = new(new MemoryStream(bytes), Name);
        foreach (string array in reader.Names) reader.Read(array);
    }

    private static void Safetensors(byte[] bytes) => SafetensorsFile.Read(new MemoryStream(bytes), Name);

    private static void Csv(byte[] bytes)
    {
        File.WriteAllBytes(Table, bytes);
        CsvColumn[] features = [CsvColumn.Number("a", missingValue: 0), CsvColumn.OneHot("b", "x", "y")];
        foreach (Example _ in new CsvTable(Table, features, CsvColumn.Class("c"), new CsvOptions())) { }
    }

    private static void Config(byte[] bytes)
    {
        using IDisposable scope = Strategy.Value.Scope();
        using JsonDocument document = KerasArchive.ParseConfig(Name, bytes);
        ConfigNode config = new(Name, "config", document.RootElement);
        using Sequential model = LayerConfig.Read(config);
        if (config.Find("compile_config") is { } compiled) CompileConfig.Read(compiled, model);
    }

    private static void Hdf5(byte[] bytes)
    {
        using Hdf5Reader reader = new(Name, new MemoryStream(bytes));
        if (Keras2Weights.Describes(reader)) Keras2Weights.Read(Model.Value, reader);
        else Keras3Weights.Read(Model.Value, reader);
    }
}
