using System.Globalization;
using System.Text;

namespace Mirrored.Keras;

/// <summary>What a run was asked for, by name: numbers as <see cref="double"/>, texts and <see cref="bool"/>.</summary>
internal sealed class Hyperparameters : OrderedDictionary<string, object>
{
    private Hyperparameters()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Checks what a user adds.</summary>
    /// <exception cref="ArgumentException">A name is empty, or a value is no number, text or <see cref="bool"/>.</exception>
    public static Hyperparameters OfUser(IReadOnlyDictionary<string, object>? values)
    {
        Hyperparameters all = new();
        foreach ((string name, object value) in values ?? new Dictionary<string, object>())
        {
            if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException("A hyperparameter has no name.", nameof(values));
            all[name] = value switch
            {
                string or bool => value,
                int or long or float or double or decimal or short or byte or uint =>
                    Convert.ToDouble(value, CultureInfo.InvariantCulture),
                Enum => value.ToString()!, // Enumerations print their names.
                _ => throw new ArgumentException(
                    $"The hyperparameter '{name}' is {value?.GetType().Name ?? "null"}; expected a number, a text or a bool.", nameof(values)),
            };
        }

        return all;
    }

    /// <summary>Those of a model in training.</summary>
    /// <param name="model">The model, which is compiled.</param>
    /// <param name="parameters">How training was asked for.</param>
    /// <param name="batchSize">The rows of the first batch.</param>
    /// <param name="ofUser">What the user adds, which wins.</param>
    public static Hyperparameters Of(Sequential model, HistoryParameters parameters, long batchSize, Hyperparameters ofUser)
    {
        Hyperparameters all = new();
        ModelOptimizer optimizer = model.Optimizer!; // A model that trains is compiled.
        all["optimizer"] = optimizer.Settings.GetType().Name;
        all["learning_rate"] = optimizer.Settings.LearningRate;
        if (optimizer.Settings.Schedule is not ConstantLearningRate) all["schedule"] = optimizer.Settings.Schedule.GetType().Name;
        foreach ((string name, object value) in OfOptimizer(optimizer.Settings)) all[name] = value;
        all["loss"] = model.Loss!.Name; // As above.
        all["batch_size"] = (double)batchSize;
        all["epochs"] = (double)parameters.Epochs;
        if (parameters.Steps is { } steps) all["steps_per_epoch"] = (double)steps;
        all["parameters"] = (double)model.CountParams();
        MirroredStrategy strategy = model.Strategy;
        all["replicas"] = (double)strategy.NumReplicasInSync;
        all["devices"] = string.Join(", ", strategy.DeviceIds);
        all["precision"] = strategy.Precision == Precision.Tf32 ? "tf32" : "float32";
        all["deterministic"] = strategy.Options.Deterministic;
        all["seed"] = (double)strategy.Options.Seed;
        foreach ((string name, object value) in ofUser) all[name] = value;
        return all;
    }

    /// <summary>A table in Markdown.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new("| hyperparameter | value |\n|---|---|\n");
        foreach ((string name, object value) in this)
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(name)} | {Cell(Convert.ToString(value, CultureInfo.InvariantCulture)!)} |\n"); // None is null.
        return text.ToString();
    }

    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);

    private static IEnumerable<(string Name, object Value)> OfOptimizer(Optimizer optimizer)
    {
        IEnumerable<(string, object)> own = optimizer switch
        {
            Adam o => [("beta_1", o.Beta1), ("beta_2", o.Beta2), ("epsilon", o.Epsilon), ("amsgrad", o.Amsgrad)],
            AdamW o =>
            [
                ("weight_decay", o.WeightDecay), ("beta_1", o.Beta1), ("beta_2", o.Beta2), ("epsilon", o.Epsilon), ("amsgrad", o.Amsgrad),
            ],
            SGD o => [("momentum", o.Momentum), ("nesterov", o.Nesterov)],
            RMSprop o => [("rho", o.Rho), ("momentum", o.Momentum), ("epsilon", o.Epsilon), ("centered", o.Centered)],
            Adagrad o => [("initial_accumulator_value", o.InitialAccumulatorValue), ("epsilon", o.Epsilon)],
            _ => [],
        };
        (string, double?)[] limits =
        [
            ("clipvalue", optimizer.ClipValue), ("clipnorm", optimizer.ClipNorm), ("global_clipnorm", optimizer.GlobalClipNorm),
        ];
        return own.Concat(limits.Where(limit => limit.Item2 is not null).Select(limit => (limit.Item1, (object)limit.Item2!.Value)));
    }
}
