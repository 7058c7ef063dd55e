using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mirrored.Cli;

/// <summary>What <c>mirrored bench</c> has measured.</summary>
internal sealed record BenchReport
{
    public required IReadOnlyList<string> Devices { get; init; }

    public IReadOnlyList<ExchangeFigure> Exchange { get; init; } = [];

    public IReadOnlyList<StepFigure> Steps { get; init; } = [];

    public string ToJson() => JsonSerializer.Serialize(this, BenchJson.Default.BenchReport);
}

/// <summary>The figures as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BenchReport))]
internal sealed partial class BenchJson : JsonSerializerContext;
