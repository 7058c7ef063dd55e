using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mirrored.Keras;

/// <summary>Manifests as JSON; a file may hold anything, and only what the records ask for is taken.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, AllowDuplicateProperties = false,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CheckpointManifest), TypeInfoPropertyName = "Manifest")]
internal sealed partial class ManifestJson : JsonSerializerContext
{
    private const long LongestFile = 1 << 28;

    /// <summary>The bytes of a manifest's file.</summary>
    public static byte[] Write(CheckpointManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, Default.Manifest);

    /// <summary>Reads the manifest of a checkpoint.</summary>
    /// <exception cref="CheckpointException">It is none.</exception>
    /// <exception cref="CheckpointMismatchException">It is of a later version.</exception>
    public static CheckpointManifest Read(OpenCheckpoint checkpoint)
    {
        Stream file = checkpoint.File(CheckpointManifest.FileName);
        if (file.Length > LongestFile) throw Wrong(checkpoint, $"it has {file.Length} bytes", null);
        byte[] json = new byte[file.Length];
        file.ReadExactly(json);
        try
        {
            RequireVersion(checkpoint, json);
            return JsonSerializer.Deserialize(json, Default.Manifest) ?? throw Wrong(checkpoint, "it is null", null);
        }
        catch (JsonException problem)
        {
            throw Wrong(checkpoint, problem.Message, problem);
        }
    }

    // Later versions may differ in all else.
    private static void RequireVersion(OpenCheckpoint checkpoint, byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out JsonElement format)
            || format.ValueKind != JsonValueKind.String || !format.ValueEquals(CheckpointManifest.FormatName)
            || !root.TryGetProperty("version", out JsonElement version) || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out int number) || number < 1)
            throw Wrong(checkpoint, "it names no format and version of Mirrored", null);
        if (number > CheckpointManifest.CurrentVersion)
            throw new CheckpointMismatchException(
                checkpoint.Path, $"version {number} of the format",
                $"at most {CheckpointManifest.CurrentVersion}: read it with a later version of Mirrored than {MirroredInfo.Version}");
    }

    private static CheckpointException Wrong(OpenCheckpoint checkpoint, string what, Exception? problem) =>
        new(checkpoint.Path, $"{CheckpointManifest.FileName} is no manifest: {what}", problem);
}
