namespace Mirrored.Keras;

/// <summary>What training makes small; a string such as <c>"sparse_categorical_crossentropy"</c> converts to one.</summary>
/// <remarks>Immutable: one object may serve any number of models. The loss of a batch is, unless <see cref="Reduction"/> says
/// otherwise, the mean over its rows, over all replicas together. Derive from it to write one's own: <see cref="Call"/>
/// describes it with operations of <see cref="StepBuilder"/>, and its gradient follows.</remarks>
public abstract class Loss
{
    internal static readonly NameTable<Loss> Table = new(
        "loss",
        ("binary_crossentropy", () => new BinaryCrossentropy()),
        ("categorical_crossentropy", () => new CategoricalCrossentropy()),
        ("categorical_hinge", () => new CategoricalHinge()),
        ("cosine_similarity", () => new CosineSimilarity()),
        ("hinge", () => new Hinge()),
        ("huber", () => new Huber()),
        ("kl_divergence", () => new KLDivergence()),
        ("log_cosh", () => new LogCosh()),
        ("mean_absolute_error", () => new MeanAbsoluteError()),
        ("mean_absolute_percentage_error", () => new MeanAbsolutePercentageError()),
        ("mean_squared_error", () => new MeanSquaredError()),
        ("mean_squared_logarithmic_error", () => new MeanSquaredLogarithmicError()),
        ("poisson", () => new Poisson()),
        ("sparse_categorical_crossentropy", () => new SparseCategoricalCrossentropy()),
        ("squared_hinge", () => new SquaredHinge()))
    {
        IgnoreCase = true,
        Aliases = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bce"] = "binary_crossentropy",
            ["huber_loss"] = "huber",
            ["kld"] = "kl_divergence",
            ["kullback_leibler_divergence"] = "kl_divergence",
            ["logcosh"] = "log_cosh",
            ["mae"] = "mean_absolute_error",
            ["mape"] = "mean_absolute_percentage_error",
            ["mse"] = "mean_squared_error",
            ["msle"] = "mean_squared_logarithmic_error",
        },
    };

    private readonly string _who;

    /// <summary>Names the loss.</summary>
    /// <param name="name">Such as <c>mean_squared_error</c>.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The reduction is none of the enumeration.</exception>
    protected Loss(string name, Reduction reduction = Reduction.SumOverBatchSize)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!Enum.IsDefined(reduction)) throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "Unknown reduction.");
        (Name, Reduction, _who) = (name, reduction, $"The loss '{name}'");
    }

    /// <summary>Keras's name, such as <c>sparse_categorical_crossentropy</c>.</summary>
    public string Name { get; }

    /// <summary>How the losses of a batch become one number.</summary>
    public Reduction Reduction { get; }

    /// <summary>The labels that it takes; <see cref="LabelKind.Values"/> unless overridden.</summary>
    protected internal virtual LabelKind LabelKind => LabelKind.Values;

    /// <summary>The loss of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static implicit operator Loss(string name) => FromString(name);

    /// <summary>The loss of a name.</summary>
    /// <param name="name">For example <c>sparse_categorical_crossentropy</c>.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static Loss FromString(string name) => Table.Resolve(name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Computes the losses of a replica's rows, in a step of a custom loop.</summary>
    /// <param name="labels">Their labels, such as <c>shard.Y</c>.</param>
    /// <param name="predictions">What the model's <c>Forward</c> gave for them.</param>
    /// <param name="globalCount">What the gradient of the losses' sum is divided by: the rows of the global batch, or of all batches
    /// before the next update. A loss of <see cref="Reduction.Sum"/> or <see cref="Reduction.None"/> does not divide.</param>
    /// <param name="sampleWeight">How much each row counts, <c>(rows)</c>; null for 1.</param>
    /// <returns>The losses; their gradient stays on the device, for the model's <c>Backward</c>.</returns>
    /// <exception cref="ArgumentException">Labels or weights do not go with the predictions.</exception>
    /// <exception cref="InvalidOperationException">Called outside of <c>strategy.Run</c>, or with predictions of an earlier
    /// <c>Forward</c>.</exception>
    public LossValue Compute(NDArray labels, Predictions predictions, int globalCount, NDArray<float>? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(globalCount);
        predictions.Require($"{Name}.Compute", labels, sampleWeight);
        Check(labels, predictions.Shape.RowShape());
        LoopPass pass = predictions.Pass;
        float scale = Reduction == Reduction.SumOverBatchSize ? 1f / globalCount : 1;
        StepMode mode = pass.Training ? StepMode.Train : StepMode.Evaluate;
        LoopLosses losses = pass.Replica.Run(pass, new LossHead(this), labels, sampleWeight, scale, mode);
        if (pass.Training && pass.Rows > 0 && losses.Entry == GradientEntry.None && predictions.CanGoBack)
            throw new InvalidOperationException($"The loss '{Name}' does not depend on the predictions.");
        pass.Losses = losses;
        return new LossValue(this, predictions, losses, sampleWeight);
    }

    /// <summary>Describes the loss of each row; called once for each plan, as a layer's <c>Call</c> is.</summary>
    /// <param name="step">Notes operations.</param>
    /// <param name="labels">As <see cref="LabelKind"/> says.</param>
    /// <param name="predictions">The model's output, <c>(rows, ...)</c>.</param>
    /// <returns><c>(rows)</c>, or <c>(rows, ...)</c> for several losses a row.</returns>
    protected internal abstract PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions);

    /// <summary>Refuses labels that do not go with predictions of a shape, before anything is computed.</summary>
    internal virtual void Check(NDArray labels, Shape predictions) => LabelCheck.Check(_who, LabelKind, labels, predictions);

    /// <summary>Describes the losses, makes them what training makes small, and adds them to the running sums.</summary>
    /// <param name="step">Notes operations.</param>
    /// <param name="predictions">The model's output.</param>
    /// <param name="sum">The first of two sums: the losses and what they are divided by.</param>
    internal void Describe(StepBuilder step, PlanTensor predictions, int sum)
    {
        PlanTensor losses = Minimize(step, predictions);
        bool sums = Reduction == Reduction.Sum;
        step.Accumulate(
            step.RowTotals(losses), sum, step.Weights, AccumulateCount.Rows, RowFactor((int)losses.Shape.Length, step.Rows), perBatch: sums);
    }

    /// <summary>Describes the losses and makes them what training makes small.</summary>
    /// <returns>The losses, <c>(rows, ...)</c>.</returns>
    internal PlanTensor Minimize(StepBuilder step, PlanTensor predictions)
    {
        PlanTensor losses = Call(step, LabelForm.Of(step, LabelKind, predictions), predictions);
        if (losses is null || losses.DType != DType.Float32 || losses.Shape.Rank == 0 || losses.Shape[0] != step.Rows)
            throw new InvalidOperationException(
                $"The loss '{Name}' returns {losses?.ToString() ?? "null"} from Call; expected Float32 of shape ({step.Rows}, ...).");
        return step.Minimize(losses, mean: Reduction == Reduction.SumOverBatchSize);
    }

    /// <summary>What the sum of a row's losses is multiplied by: of several the mean counts, unless all are added.</summary>
    /// <param name="losses">The number of losses.</param>
    /// <param name="rows">The number of rows.</param>
    internal double RowFactor(int losses, int rows) =>
        Reduction == Reduction.Sum ? 1 : 1 / Math.Max(1.0, losses / Math.Max(1, rows));
}
