using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mirrored.Cli;

/// <summary>The doctor's findings as JSON: for programs, and between the tool and its child.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(DoctorStatusNames)], WriteIndented = true)]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(DoctorEvent))]
[JsonSerializable(typeof(DoctorOrder))]
internal sealed partial class DoctorJson : JsonSerializerContext
{
    private static DoctorJson Compact =>
        field ??= new DoctorJson(new JsonSerializerOptions(Default.Options) { WriteIndented = false });

    private static DoctorJson Readable => field ??= new DoctorJson(
        new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>A report for programs.</summary>
    public static string Write(DoctorReport report) => JsonSerializer.Serialize(report, Readable.DoctorReport);

    /// <summary>One line of what a child tells.</summary>
    public static string Line(DoctorEvent told) => JsonSerializer.Serialize(told, Compact.DoctorEvent);

    /// <summary>One line of what a child is asked.</summary>
    public static string Line(DoctorOrder order) => JsonSerializer.Serialize(order, Compact.DoctorOrder);

    /// <summary>Reads what a child tells.</summary>
    public static DoctorEvent ReadEvent(string line) => JsonSerializer.Deserialize(line, Compact.DoctorEvent)!; // We wrote it.

    /// <summary>Reads what a child is asked.</summary>
    public static DoctorOrder ReadOrder(string line) => JsonSerializer.Deserialize(line, Compact.DoctorOrder)!; // We wrote it.
}
