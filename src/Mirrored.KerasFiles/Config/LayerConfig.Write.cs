using System.Text.Json.Nodes;

namespace Mirrored.Keras;

/// <summary>Layers and models in configurations.</summary>
internal static partial class LayerConfig
{
    /// <summary>A model as Keras's Sequential.</summary>
    public static JsonObject Write(Sequential model)
    {
        Shape input = model.InputShape!.Value; // Whoever saves has looked that it is built.
        JsonArray layers = new((JsonNode)KerasObject.Of("keras.layers", "InputLayer", new()
        {
            ["batch_shape"] = KerasObject.BatchShape(input), ["dtype"] = "float32", ["sparse"] = false, ["name"] = $"{model.Name}_input",
        }));
        foreach (Layer layer in model.Layers)
        {
            JsonObject node = layer is Sequential inner ? Write(inner) : KerasObject.Of("keras.layers", layer.GetType().Name, Settings(layer, input));
            if (layer is not Sequential) node["build_config"] = new JsonObject { ["input_shape"] = KerasObject.BatchShape(input) };
            layers.Add((JsonNode)node);
            input = layer.OutputShape!.Value;
        }

        JsonObject config = Common(model);
        config["layers"] = layers;
        config["build_input_shape"] = KerasObject.BatchShape(model.InputShape.Value);
        JsonObject written = KerasObject.Of("keras", "Sequential", config);
        written["build_config"] = new JsonObject { ["input_shape"] = KerasObject.BatchShape(model.InputShape.Value) };
        return written;
    }

    private static JsonObject Common(Layer layer) =>
        new() { ["name"] = layer.Name, ["trainable"] = layer.Trainable, ["dtype"] = KerasObject.Float32() };

    private static JsonObject Settings(Layer layer, Shape input)
    {
        JsonObject config = Common(layer);
        switch (layer)
        {
            case Dense l:
                config["units"] = l.Units;
                config["activation"] = ActivationConfig.Write(l.Activation);
                config["use_bias"] = l.UseBias;
                config["kernel_initializer"] = InitializerConfig.Write(l.KernelInitializer);
                config["bias_initializer"] = InitializerConfig.Write(l.BiasInitializer);
                config["kernel_regularizer"] = RegularizerConfig.Write(l.KernelRegularizer);
                config["bias_regularizer"] = RegularizerConfig.Write(l.BiasRegularizer);
                // Keras leaves it out where there is none.
                if (l.ActivityRegularizer is not null) config["activity_regularizer"] = RegularizerConfig.Write(l.ActivityRegularizer);
                config["kernel_constraint"] = RegularizerConfig.Write(l.KernelConstraint);
                config["bias_constraint"] = RegularizerConfig.Write(l.BiasConstraint);
                break;
            case Dropout l:
                config["rate"] = l.Rate;
                config["seed"] = l.Seed;
                config["noise_shape"] = null;
                break;
            case GaussianNoise l:
                config["stddev"] = l.StdDev;
                config["seed"] = l.Seed;
                break;
            case ActivityRegularization l:
                config["l1"] = l.L1;
                config["l2"] = l.L2;
                break;
            case Activation l: config["activation"] = ActivationConfig.Write(l.Function); break;
            case Flatten: config["data_format"] = "channels_last"; break;
            case Reshape l: config["target_shape"] = new JsonArray([.. l.TargetShape.Select(axis => (JsonNode)axis)]); break;
            case Rescaling l:
                config["scale"] = l.Scale;
                config["offset"] = l.Offset;
                break;
            case LayerNormalization l:
                config["axis"] = -1;
                config["epsilon"] = l.Epsilon;
                config["center"] = l.Center;
                config["scale"] = l.Scale;
                config["beta_initializer"] = InitializerConfig.Write(l.BetaInitializer);
                config["gamma_initializer"] = InitializerConfig.Write(l.GammaInitializer);
                config["beta_regularizer"] = RegularizerConfig.Write(l.BetaRegularizer);
                config["gamma_regularizer"] = RegularizerConfig.Write(l.GammaRegularizer);
                config["beta_constraint"] = RegularizerConfig.Write(l.BetaConstraint);
                config["gamma_constraint"] = RegularizerConfig.Write(l.GammaConstraint);
                break;
            case BatchNormalization l:
                config["axis"] = l.Axis;
                config["momentum"] = l.Momentum;
                config["epsilon"] = l.Epsilon;
                config["center"] = l.Center;
                config["scale"] = l.Scale;
                config["beta_initializer"] = InitializerConfig.Write(l.BetaInitializer);
                config["gamma_initializer"] = InitializerConfig.Write(l.GammaInitializer);
                config["moving_mean_initializer"] = InitializerConfig.Write(l.MovingMeanInitializer);
                config["moving_variance_initializer"] = InitializerConfig.Write(l.MovingVarianceInitializer);
                config["beta_regularizer"] = RegularizerConfig.Write(l.BetaRegularizer);
                config["gamma_regularizer"] = RegularizerConfig.Write(l.GammaRegularizer);
                config["beta_constraint"] = RegularizerConfig.Write(l.BetaConstraint);
                config["gamma_constraint"] = RegularizerConfig.Write(l.GammaConstraint);
                config["synchronized"] = l.Synchronized;
                break;
            case Normalization l:
                config["axis"] = new JsonArray(input.Rank); // Keras counts the batch axis.
                config["mean"] = config["variance"] = null;
                config["invert"] = l.Invert;
                break;
            default: throw KerasObject.Unknown(layer, "layer");
        }

        return config;
    }
}
