using System.Text.Json;

namespace Mirrored.Peers;

/// <summary>Files of figures.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>Writes figures as indented JSON.</summary>
    public static void Write<T>(string file, T figures) => File.WriteAllText(file, JsonSerializer.Serialize(figures, Format) + "\n");
}
