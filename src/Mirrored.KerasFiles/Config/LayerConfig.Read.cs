namespace Mirrored.Keras;

internal static partial class LayerConfig
{
    /// <summary>The model of a configuration, its weights not read yet.</summary>
    /// <exception cref="ModelFormatException">It is not a Sequential model, or has something that Mirrored does not have.</exception>
    public static Sequential Read(ConfigNode node)
    {
        if (node.ClassName != "Sequential")
            throw node.Wrong($"a model of class {SafetensorsFile.Quote(node.ClassName)}", "Sequential, the one kind of model that Mirrored has");
        ConfigNode config = node.Config;
        RequireFloat32(config);
        string name = config["name"].Text;
        List<Layer> layers = [];
        try
        {
            foreach (ConfigNode layer in config["layers"].Items) layers.Add(ReadLayer(layer));
            return new Sequential(layers, name);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException or InvalidOperationException)
        {
            throw node.Wrong("layers that do not go together: " + exception.Message, "a model that can be built", exception);
        }
    }

    private static Layer ReadLayer(ConfigNode node)
    {
        if (node.ClassName == "Sequential") return Read(node);
        ConfigNode config = node.Config;
        string name = config["name"].Text;
        try
        {
            Layer layer = Make(node, config, name);
            layer.Trainable = config.Find("trainable")?.Flag ?? true;
            return layer;
        }
        catch (ArgumentException exception)
        {
            throw node.Wrong($"settings of the layer {SafetensorsFile.Quote(name)} that are out of range: {exception.Message}", "valid ones", exception);
        }
    }

    private static Layer Make(ConfigNode node, ConfigNode config, string name)
    {
        RequireFloat32(config);
        Shape? rows = config.Find("batch_input_shape") is { } batch ? RowShape(batch) : default(Shape?);
        switch (node.ClassName)
        {
            case "InputLayer":
                config.Require("sparse", "false");
                config.Require("ragged", "false");
                return new Input(RowShape(config.Find("batch_shape") ?? config["batch_input_shape"]), name);
            case "Dense":
                config.Require("lora_rank");
                return new Dense(config["units"].Int, ActivationConfig.Read(config.Find("activation")), config.Find("use_bias")?.Flag ?? true, rows, name)
                {
                    KernelInitializer = InitializerConfig.Read(config.Find("kernel_initializer"), new GlorotUniform()),
                    BiasInitializer = InitializerConfig.Read(config.Find("bias_initializer"), new Zeros()),
                    KernelRegularizer = RegularizerConfig.Read(config.Find("kernel_regularizer")),
                    BiasRegularizer = RegularizerConfig.Read(config.Find("bias_regularizer")),
                    ActivityRegularizer = RegularizerConfig.Read(config.Find("activity_regularizer")),
                    KernelConstraint = RegularizerConfig.ReadConstraint(config.Find("kernel_constraint")),
                    BiasConstraint = RegularizerConfig.ReadConstraint(config.Find("bias_constraint")),
                };
            case "Dropout":
                config.Require("noise_shape");
                return new Dropout(config["rate"].Number, config.Find("seed")?.Whole, name) { InputShape = rows };
            case "GaussianNoise": return new GaussianNoise(config["stddev"].Number, config.Find("seed")?.Whole, rows, name);
            case "ActivityRegularization": return new ActivityRegularization(config["l1"].Number, config["l2"].Number, rows, name);
            case "Activation": return new Activation(ActivationConfig.Read(config["activation"]), name) { InputShape = rows };
            case "Flatten":
                config.Require("data_format", "\"channels_last\"");
                return new Flatten(rows, name);
            case "Reshape": return new Reshape([.. config["target_shape"].Items.Select(axis => axis.Int)], rows, name);
            case "Rescaling": return new Rescaling(config["scale"].Number, config["offset"].Number, rows, name);
            case "LayerNormalization":
                config.Require("axis", "-1", "[-1]");
                config.Require("rms_scaling", "false");
                return new LayerNormalization(config["epsilon"].Number, config["center"].Flag, config["scale"].Flag, rows, name)
                {
                    BetaInitializer = InitializerConfig.Read(config.Find("beta_initializer"), new Zeros()),
                    GammaInitializer = InitializerConfig.Read(config.Find("gamma_initializer"), new Ones()),
                    BetaRegularizer = RegularizerConfig.Read(config.Find("beta_regularizer")),
                    GammaRegularizer = RegularizerConfig.Read(config.Find("gamma_regularizer")),
                    BetaConstraint = RegularizerConfig.ReadConstraint(config.Find("beta_constraint")),
                    GammaConstraint = RegularizerConfig.ReadConstraint(config.Find("gamma_constraint")),
                };
            case "BatchNormalization":
                return new BatchNormalization(
                    Axis(config["axis"]), config["momentum"].Number, config["epsilon"].Number, config["center"].Flag, config["scale"].Flag,
                    config.Find("synchronized")?.Flag ?? false, rows, name)
                {
                    BetaInitializer = InitializerConfig.Read(config.Find("beta_initializer"), new Zeros()),
                    GammaInitializer = InitializerConfig.Read(config.Find("gamma_initializer"), new Ones()),
                    MovingMeanInitializer = InitializerConfig.Read(config.Find("moving_mean_initializer"), new Zeros()),
                    MovingVarianceInitializer = InitializerConfig.Read(config.Find("moving_variance_initializer"), new Ones()),
                    BetaRegularizer = RegularizerConfig.Read(config.Find("beta_regularizer")),
                    GammaRegularizer = RegularizerConfig.Read(config.Find("gamma_regularizer")),
                    BetaConstraint = RegularizerConfig.ReadConstraint(config.Find("beta_constraint")),
                    GammaConstraint = RegularizerConfig.ReadConstraint(config.Find("gamma_constraint")),
                };
            case "Normalization":
                config.Require("mean");
                config.Require("variance");
                // Stands in until the weights are read.
                return new Normalization([0], [1], config.Find("invert")?.Flag ?? false, rows, name);
            default:
                throw node.Wrong(
                    $"the layer {SafetensorsFile.Quote(name)} of class {SafetensorsFile.Quote(node.ClassName)}",
                    "layers that Mirrored has; code in files, such as that of a Lambda, is never run");
        }
    }

    /// <summary>An axis; Keras 2 writes a list of one.</summary>
    private static int Axis(ConfigNode node) => node.IsNumber ? node.Int : node.Items is [var only] ? only.Int : throw node.Wrong("several axes", "one");

    private static Shape RowShape(ConfigNode batchShape)
    {
        IReadOnlyList<ConfigNode> axes = batchShape.Items;
        if (axes.Count == 0) throw batchShape.Wrong("no axis", "a batch axis and those of a row");
        int[] row = [.. axes.Skip(1).Select(axis => axis.Int)];
        return row.All(axis => axis >= 0) ? new Shape(row) : throw batchShape.Wrong("a negative axis", "sizes");
    }

    private static void RequireFloat32(ConfigNode config)
    {
        if (config.Find("dtype") is not { } type) return;
        ConfigNode name = type.IsText ? type : type.Config["name"];
        if (name.Text != "float32") throw name.Wrong(SafetensorsFile.Quote(name.Text), "float32, the one type of numbers that models have");
    }
}
