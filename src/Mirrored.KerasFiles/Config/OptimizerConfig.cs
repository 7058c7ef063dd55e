using System.Text.Json.Nodes;

namespace Mirrored.Keras;

/// <summary>Optimizers in configurations.</summary>
internal static class OptimizerConfig
{
    /// <summary>An optimizer with its live learning rate.</summary>
    public static JsonObject Write(ModelOptimizer live)
    {
        Optimizer optimizer = live.Settings;
        JsonNode rate = optimizer.Schedule is ConstantLearningRate ? live.LearningRate : ScheduleConfig.Write(optimizer.Schedule);
        switch (optimizer)
        {
            case Adam o: return Of(o, rate, null, ("beta_1", o.Beta1), ("beta_2", o.Beta2), ("epsilon", o.Epsilon), ("amsgrad", o.Amsgrad));
            case AdamW { ExcludeFromWeightDecay.Count: 0, ExcludeFromWeightDecayWhen: null } o:
                return Of(o, rate, o.WeightDecay, ("beta_1", o.Beta1), ("beta_2", o.Beta2), ("epsilon", o.Epsilon), ("amsgrad", o.Amsgrad));
            case SGD o: return Of(o, rate, null, ("momentum", o.Momentum), ("nesterov", o.Nesterov));
            case RMSprop o: return Of(o, rate, null, ("rho", o.Rho), ("momentum", o.Momentum), ("epsilon", o.Epsilon), ("centered", o.Centered));
            case Adagrad o: return Of(o, rate, null, ("initial_accumulator_value", o.InitialAccumulatorValue), ("epsilon", o.Epsilon));
            default: throw KerasObject.Unknown(optimizer, "optimizer");
        }
    }

    public static Optimizer Read(ConfigNode node)
    {
        if (node.IsText) return node.Text;
        ConfigNode c = node.Config;
        c.Require("use_ema", "false");
        c.Require("loss_scale_factor");
        c.Require("gradient_accumulation_steps");
        if (node.ClassName != "AdamW") c.Require("weight_decay");
        LearningRateSchedule rate = ScheduleConfig.Read(c["learning_rate"]);
        (double? value, double? norm, double? all) = (c.Find("clipvalue")?.Number, c.Find("clipnorm")?.Number, c.Find("global_clipnorm")?.Number);
        switch (node.ClassName)
        {
            case "Adam":
                return new Adam(rate, c["beta_1"].Number, c["beta_2"].Number, c["epsilon"].Number, c["amsgrad"].Flag)
                { ClipValue = value, ClipNorm = norm, GlobalClipNorm = all };
            case "AdamW":
                return new AdamW(rate, c.Find("weight_decay")?.Number ?? 0, c["beta_1"].Number, c["beta_2"].Number, c["epsilon"].Number, c["amsgrad"].Flag)
                { ClipValue = value, ClipNorm = norm, GlobalClipNorm = all };
            case "SGD": return new SGD(rate, c["momentum"].Number, c["nesterov"].Flag) { ClipValue = value, ClipNorm = norm, GlobalClipNorm = all };
            case "RMSprop":
                return new RMSprop(rate, c["rho"].Number, c["momentum"].Number, c["epsilon"].Number, c["centered"].Flag)
                { ClipValue = value, ClipNorm = norm, GlobalClipNorm = all };
            case "Adagrad":
                return new Adagrad(rate, c["initial_accumulator_value"].Number, c["epsilon"].Number)
                { ClipValue = value, ClipNorm = norm, GlobalClipNorm = all };
            default: throw node.Wrong($"the optimizer {SafetensorsFile.Quote(node.ClassName)}", "one that Mirrored has");
        }
    }

    private static JsonObject Of(Optimizer optimizer, JsonNode rate, double? decay, params (string Name, JsonNode Value)[] settings)
    {
        string className = optimizer.GetType().Name;
        JsonObject config = new()
        {
            ["name"] = className.ToLowerInvariant(), ["learning_rate"] = rate, ["weight_decay"] = decay, ["clipnorm"] = optimizer.ClipNorm,
            ["global_clipnorm"] = optimizer.GlobalClipNorm, ["clipvalue"] = optimizer.ClipValue, ["use_ema"] = false, ["ema_momentum"] = 0.99,
            ["ema_overwrite_frequency"] = null, ["loss_scale_factor"] = null, ["gradient_accumulation_steps"] = null,
        };
        foreach ((string name, JsonNode value) in settings) config[name] = value;
        return KerasObject.Of("keras.optimizers", className, config);
    }
}
