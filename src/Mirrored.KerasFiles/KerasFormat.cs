using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mirrored.Keras;

/// <summary>Whole models as Keras 3 writes them: a zip archive of configuration, weights and optimizer.</summary>
internal sealed class KerasFormat() : ModelFormat(".keras")
{
    private const string KerasVersion = "3.6.0";

    // The tree of an HDF5 file beside its numbers, for each variable and at least.
    private const long TreeOfVariable = 1 << 16, Tree = 1 << 24;

    // Weights, and up to four slots of each.
    private const int MostCopies = 5;

    public override void Save(Sequential model, string path)
    {
        _ = model.CountParams(); // Says when it is not built.
        JsonObject config = LayerConfig.Write(model);
        Hdf5Writer writer = new();
        Keras3Weights.Write(model, writer);
        if (model.Optimizer is not null)
        {
            config["compile_config"] = CompileConfig.Write(model);
            OptimizerVariables.Write(model, writer);
        }

        JsonObject metadata = new()
        {
            ["keras_version"] = KerasVersion,
            ["date_saved"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'@'HH:mm:ss", CultureInfo.InvariantCulture),
        };
        using MemoryStream weights = new(), content = new();
        writer.Write(weights);
        using (ZipArchive zip = new(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, KerasArchive.Metadata, Text(metadata));
            Add(zip, KerasArchive.Config, Text(config));
            Add(zip, KerasArchive.Weights, weights.ToArray());
        }

        AtomicFile.Write(path, content.Length, content.WriteTo);
    }

    public override Sequential Load(string path)
    {
        using KerasArchive archive = new(path);
        using JsonDocument document = archive.ReadConfig();
        ConfigNode config = new(path, "config", document.RootElement);
        Sequential model = LayerConfig.Read(config);
        try
        {
            if (model.InputShape is null) throw config.Wrong("a model without an input shape", "one that is built");
            using Hdf5Reader reader = Open(model, archive, path);
            IReadOnlyList<NDArray<float>> weights = Keras3Weights.Read(model, reader);
            model.SetWeights(weights);
            if (config.Find("compile_config") is { } compiled)
            {
                CompileConfig.Read(compiled, model);
                OptimizerVariables.Read(model, reader)?.Invoke();
            }

            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Reads the weights alone, whatever the configuration says: the way in for models that Mirrored cannot load.</summary>
    public override void LoadWeights(Sequential model, string path)
    {
        _ = model.CountParams();
        using KerasArchive archive = new(path);
        using Hdf5Reader reader = Open(model, archive, path);
        model.SetWeights(Keras3Weights.Read(model, reader));
    }

    /// <summary>Opens the weights, once it is known that a model of that size may have them: neither must take memory for nothing.</summary>
    private static Hdf5Reader Open(Sequential model, KerasArchive archive, string path)
    {
        long bytes = checked(model.CountParams() * sizeof(float));
        if (bytes > archive.WeightsLength)
            throw new ModelFormatException(path, $"{KerasArchive.Weights} of {archive.WeightsLength} bytes", $"at least {bytes} for the model's weights");
        return new Hdf5Reader(path, archive.OpenWeights(checked((MostCopies * (bytes + (model.Weights.Count * TreeOfVariable))) + Tree)));
    }

    private static byte[] Text(JsonObject json)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text)) json.WriteTo(writer);
        return text.ToArray();
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using Stream stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(content);
    }
}
