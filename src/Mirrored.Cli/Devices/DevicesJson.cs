using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mirrored.Cli;

/// <summary>The devices as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<DeviceState>))]
internal sealed partial class DevicesJson : JsonSerializerContext
{
    private static DevicesJson Compact =>
        field ??= new DevicesJson(new JsonSerializerOptions(Default.Options) { WriteIndented = false });

    /// <summary>All devices at one moment.</summary>
    /// <param name="devices">The devices.</param>
    /// <param name="onOneLine">For a stream of moments, one a line.</param>
    public static string Write(IReadOnlyList<DeviceState> devices, bool onOneLine) =>
        JsonSerializer.Serialize(devices, (onOneLine ? Compact : Default).IReadOnlyListDeviceState);
}
