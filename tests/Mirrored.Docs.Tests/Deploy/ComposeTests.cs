using System.Text.Json;
using Json.Schema;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Mirrored.Docs.Tests;

/// <summary>deploy/compose.yaml against the schema of Compose files, and against what it starts.</summary>
public sealed class ComposeTests
{
    private static readonly string Text = Repository.Read("deploy/compose.yaml");

    // The schema names its dialect in a way that is not the dialect's own.
    private static readonly JsonSchema Schema = JsonSchema.FromText(Repository.Read("tests/Mirrored.Docs.Tests/Deploy/schema/compose-spec.json")
        .Replace("https://json-schema.org/draft-07/schema", "http://json-schema.org/draft-07/schema#", StringComparison.Ordinal));

    [Fact]
    public void File_OfThisRepository_IsACompositionByTheSchema() => Assert.True(Schema.Evaluate(Json(Text)).IsValid);

    [Theory]
    [InlineData("services:", "service:")]
    [InlineData("capabilities: [gpu]", "capabilities: gpu")]
    [InlineData("shm_size: 1gb", "shm_sizes: 1gb")]
    [InlineData("profiles: [ssh]", "profiles: ssh")]
    public void File_WithAMistake_IsRefused(string text, string mistake)
    {
        string changed = Text.Replace(text, mistake, StringComparison.Ordinal);

        Assert.NotEqual(Text, changed);
        Assert.False(Schema.Evaluate(Json(changed)).IsValid);
    }

    [Fact]
    public void Services_OfTheFile_StartStagesOfTheDockerfileWithOptionsOfTheSample()
    {
        Dockerfile dockerfile = new(Repository.Read("deploy/Dockerfile"));
        foreach (JsonProperty service in Json(Text).GetProperty("services").EnumerateObject())
        {
            JsonElement build = service.Value.GetProperty("build");
            Assert.Contains(build.GetProperty("target").GetString()!, dockerfile.Stages);
            Assert.True(Repository.Exists(Path.Combine("deploy", build.GetProperty("context").GetString()!, build.GetProperty("dockerfile").GetString()!)));
            if (service.Value.TryGetProperty("command", out JsonElement command))
                SampleCommand.Check(command.EnumerateArray().Select(word => word.GetString()!));
        }
    }

    private static JsonElement Json(string yaml)
    {
        object? tree = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build()
            .Deserialize(new MergingParser(new Parser(new StringReader(yaml))));
        return JsonDocument.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(tree)).RootElement;
    }
}
