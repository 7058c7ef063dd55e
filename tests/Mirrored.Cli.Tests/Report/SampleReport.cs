using System.Text.Json.Nodes;

namespace Mirrored.Cli.Tests;

/// <summary>A report as the sample writes it.</summary>
internal static class SampleReport
{
    public static readonly double[] Loss = [0.9, 0.5, 0.25], Validation = [0.8, 0.6, 0.3], Speed = [1000, 2000, 1500];

    public static JsonObject Json() => new()
    {
        ["version"] = "0.1",
        ["devices"] = new JsonArray("CPU:0", "CPU:1"),
        ["global_batch"] = 1024,
        ["deterministic"] = true,
        ["history"] = new JsonObject { ["loss"] = Array(Loss), ["accuracy"] = Array(0.5, 0.75, 0.875), ["val_loss"] = Array(Validation) },
        ["epoch_images_per_second"] = Array(Speed),
        ["test_loss"] = 0.2817, ["test_accuracy"] = 0.9123, ["images_per_second"] = 12345.6, ["train_seconds"] = 83.4,
        ["step_breakdown"] = new JsonObject
        {
            ["advice"] = "Exchange takes 30 % of the step: raise the global batch to about 4096 (it is 1024).",
            ["devices"] = new JsonArray(Time("CPU:0", 1, 2.5), Time("CPU:1", 1.5, 2)),
        },
        ["confusion"] = new JsonArray(new JsonArray(8, 2), new JsonArray(0, 10)),
        ["misread"] = new JsonArray(new JsonObject
        {
            ["row"] = 7, ["label"] = 0, ["predicted"] = 1, ["probability"] = 0.987, ["height"] = 2, ["width"] = 3,
            ["pixels"] = Convert.ToBase64String([0, 50, 100, 150, 200, 255]),
        }),
    };

    private static JsonArray Array(params double[] values) => [.. values.Select(value => (JsonNode)value)];

    private static JsonObject Time(string device, double exchange, double compute) =>
        new() { ["device"] = device, ["input_ms"] = 0.25, ["compute_ms"] = compute, ["exchange_ms"] = exchange, ["queueing_ms"] = 99 };
}
