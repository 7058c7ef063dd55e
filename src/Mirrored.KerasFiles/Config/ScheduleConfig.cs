using System.Text.Json.Nodes;

namespace Mirrored.Keras;

/// <summary>Learning rates in configurations: a number, or a schedule.</summary>
internal static class ScheduleConfig
{
    private const string Module = "keras.optimizers.schedules";

    public static JsonNode Write(LearningRateSchedule schedule) => schedule switch
    {
        ConstantLearningRate s => JsonValue.Create(s.Value),
        CosineDecay s => Of("CosineDecay", s.InitialLearningRate, s.DecaySteps, ("alpha", s.Alpha), ("warmup_target", null), ("warmup_steps", 0)),
        ExponentialDecay s => Of("ExponentialDecay", s.InitialLearningRate, s.DecaySteps, ("decay_rate", s.DecayRate), ("staircase", s.Staircase)),
        InverseTimeDecay s => Of("InverseTimeDecay", s.InitialLearningRate, s.DecaySteps, ("decay_rate", s.DecayRate), ("staircase", s.Staircase)),
        PolynomialDecay s => Of(
            "PolynomialDecay", s.InitialLearningRate, s.DecaySteps, ("end_learning_rate", s.EndLearningRate), ("power", s.Power), ("cycle", s.Cycle)),
        CosineDecayRestarts s => KerasObject.Of(Module, "CosineDecayRestarts", new()
        {
            ["initial_learning_rate"] = s.InitialLearningRate, ["first_decay_steps"] = s.FirstDecaySteps, ["t_mul"] = s.TMul,
            ["m_mul"] = s.MMul, ["alpha"] = s.Alpha, ["name"] = "SGDRDecay",
        }),
        PiecewiseConstantDecay s => KerasObject.Of(Module, "PiecewiseConstantDecay", new()
        {
            ["boundaries"] = new JsonArray([.. s.Boundaries.Select(b => (JsonNode)b)]),
            ["values"] = new JsonArray([.. s.Values.Select(v => (JsonNode)v)]), ["name"] = "PiecewiseConstant",
        }),
        _ => throw KerasObject.Unknown(schedule, "learning rate schedule"),
    };

    public static LearningRateSchedule Read(ConfigNode node)
    {
        if (node.IsNumber) return node.Number;
        ConfigNode config = node.Config;
        double Rate() => config["initial_learning_rate"].Number;
        long Steps() => config["decay_steps"].Whole;
        switch (node.ClassName)
        {
            case "CosineDecay":
                config.Require("warmup_target");
                config.Require("warmup_steps", "0");
                return new CosineDecay(Rate(), Steps(), config["alpha"].Number);
            case "ExponentialDecay": return new ExponentialDecay(Rate(), Steps(), config["decay_rate"].Number, config["staircase"].Flag);
            case "InverseTimeDecay": return new InverseTimeDecay(Rate(), Steps(), config["decay_rate"].Number, config["staircase"].Flag);
            case "PolynomialDecay":
                return new PolynomialDecay(Rate(), Steps(), config["end_learning_rate"].Number, config["power"].Number, config["cycle"].Flag);
            case "CosineDecayRestarts":
                return new CosineDecayRestarts(
                    Rate(), config["first_decay_steps"].Whole, config["t_mul"].Number, config["m_mul"].Number, config["alpha"].Number);
            case "PiecewiseConstantDecay":
                return new PiecewiseConstantDecay(
                    [.. config["boundaries"].Items.Select(b => b.Whole)], [.. config["values"].Items.Select(v => v.Number)]);
            default: throw node.Wrong($"the schedule {SafetensorsFile.Quote(node.ClassName)}", "one that Mirrored has");
        }
    }

    private static JsonObject Of(string className, double rate, long steps, params (string Name, JsonNode? Value)[] settings)
    {
        JsonObject config = new() { ["initial_learning_rate"] = rate, ["decay_steps"] = steps };
        foreach ((string name, JsonNode? value) in settings) config[name] = value;
        config["name"] = className;
        return KerasObject.Of(Module, className, config);
    }
}
