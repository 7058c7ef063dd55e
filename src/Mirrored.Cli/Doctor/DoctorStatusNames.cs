using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mirrored.Cli;

/// <summary>Writes a status as a word in small letters: <c>ok</c>.</summary>
internal sealed class DoctorStatusNames() : JsonStringEnumConverter<DoctorStatus>(JsonNamingPolicy.SnakeCaseLower);
