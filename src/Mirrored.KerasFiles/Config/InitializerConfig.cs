using System.Text.Json.Nodes;

namespace Mirrored.Keras;

/// <summary>Initializers in configurations.</summary>
internal static class InitializerConfig
{
    public static JsonObject Write(Initializer initializer) => initializer switch
    {
        Zeros => Of("Zeros", []),
        Ones => Of("Ones", []),
        Constant i => Of("Constant", new() { ["value"] = i.Value }),
        Identity i => Of("Identity", new() { ["gain"] = i.Gain }),
        Orthogonal i => Of("Orthogonal", new() { ["gain"] = i.Gain, ["seed"] = i.Seed }),
        RandomNormal i => Of("RandomNormal", new() { ["mean"] = i.Mean, ["stddev"] = i.StdDev, ["seed"] = i.Seed }),
        TruncatedNormal i => Of("TruncatedNormal", new() { ["mean"] = i.Mean, ["stddev"] = i.StdDev, ["seed"] = i.Seed }),
        RandomUniform i => Of("RandomUniform", new() { ["minval"] = i.Minimum, ["maxval"] = i.Maximum, ["seed"] = i.Seed }),
        GlorotNormal or GlorotUniform or HeNormal or HeUniform or LecunNormal or LecunUniform =>
            Of(initializer.GetType().Name, new() { ["seed"] = ((VarianceScaling)initializer).Seed }),
        VarianceScaling i when i.GetType() == typeof(VarianceScaling) => Of("VarianceScaling", new()
        {
            ["scale"] = i.Scale, ["mode"] = ModeName(i.Mode), ["distribution"] = DistributionName(i.Distribution), ["seed"] = i.Seed,
        }),
        _ => throw KerasObject.Unknown(initializer, "initializer"),
    };

    /// <summary>The initializer of a configuration, a name or an object; what is missing is <paramref name="otherwise"/>.</summary>
    public static Initializer Read(ConfigNode? node, Initializer otherwise)
    {
        if (node is not { } found) return otherwise;
        if (found.IsText) return Initializer.Table.Names.Contains(found.Text) ? found.Text : throw Unknown(found, found.Text);
        ConfigNode config = found.Config;
        long? seed = config.Find("seed")?.Whole;
        return found.ClassName switch
        {
            "Zeros" => new Zeros(),
            "Ones" => new Ones(),
            "Constant" => new Constant(config["value"].Number),
            "Identity" or "IdentityInitializer" => new Identity(config["gain"].Number),
            "Orthogonal" or "OrthogonalInitializer" => new Orthogonal(config["gain"].Number, seed),
            "RandomNormal" => new RandomNormal(config["mean"].Number, config["stddev"].Number, seed),
            "TruncatedNormal" => new TruncatedNormal(config["mean"].Number, config["stddev"].Number, seed),
            "RandomUniform" => new RandomUniform(config["minval"].Number, config["maxval"].Number, seed),
            "GlorotNormal" => new GlorotNormal(seed),
            "GlorotUniform" => new GlorotUniform(seed),
            "HeNormal" => new HeNormal(seed),
            "HeUniform" => new HeUniform(seed),
            "LecunNormal" => new LecunNormal(seed),
            "LecunUniform" => new LecunUniform(seed),
            "VarianceScaling" => new VarianceScaling(config["scale"].Number, Mode(config["mode"]), Distribution(config["distribution"]), seed),
            var name => throw Unknown(found, name),
        };
    }

    private static JsonObject Of(string className, JsonObject config) => KerasObject.Of("keras.initializers", className, config);

    private static ModelFormatException Unknown(ConfigNode node, string name) =>
        node.Wrong($"the initializer {SafetensorsFile.Quote(name)}", "one that Mirrored has");

    private static string ModeName(FanMode mode) => mode switch { FanMode.In => "fan_in", FanMode.Out => "fan_out", _ => "fan_avg" };

    private static FanMode Mode(ConfigNode node) => node.Text switch
    {
        "fan_in" => FanMode.In,
        "fan_out" => FanMode.Out,
        "fan_avg" => FanMode.Average,
        var name => throw node.Wrong(SafetensorsFile.Quote(name), "fan_in, fan_out or fan_avg"),
    };

    private static string DistributionName(ScalingDistribution distribution) => distribution switch
    {
        ScalingDistribution.Uniform => "uniform",
        ScalingDistribution.UntruncatedNormal => "untruncated_normal",
        _ => "truncated_normal",
    };

    private static ScalingDistribution Distribution(ConfigNode node) => node.Text switch
    {
        "uniform" => ScalingDistribution.Uniform,
        "untruncated_normal" => ScalingDistribution.UntruncatedNormal,
        "truncated_normal" => ScalingDistribution.TruncatedNormal,
        var name => throw node.Wrong(SafetensorsFile.Quote(name), "uniform, truncated_normal or untruncated_normal"),
    };
}
