namespace Mirrored.Keras;

/// <summary>Shifts and scales every feature by a mean and variance that are known before training:
/// <c>(x - mean) / max(sqrt(variance), 1e-7)</c>.</summary>
/// <remarks>Features lie along the last axis. Give both numbers, or call <see cref="Adapt(NDArray{float})"/> before the model first
/// runs. They are weights that training does not change, so they are saved with the model.</remarks>
/// <example><code>
/// var normalization = new Normalization();
/// normalization.Adapt(xTrain);
/// </code></example>
public sealed class Normalization : Layer
{
    private const double Epsilon = 1e-7;

    private FeatureStatistics? _statistics;
    private bool _started;
    private Parameter? _mean;
    private Parameter? _variance;

    /// <summary>Makes a layer that <see cref="Adapt(NDArray{float})"/> teaches mean and variance.</summary>
    /// <param name="invert">Whether it undoes the normalisation: <c>x max(sqrt(variance), 1e-7) + mean</c>.</param>
    /// <param name="inputShape">The shape of one row of input, in the first layer of a model.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    public Normalization(bool invert = false, Shape? inputShape = null, string? name = null)
        : base(name) => (Invert, InputShape) = (invert, inputShape);

    /// <summary>Makes a layer of known mean and variance.</summary>
    /// <param name="mean">The mean of each feature, or one number for all.</param>
    /// <param name="variance">The variance of each feature, or one number for all; not negative.</param>
    /// <param name="invert">Whether it undoes the normalisation: <c>x max(sqrt(variance), 1e-7) + mean</c>.</param>
    /// <param name="inputShape">The shape of one row of input, in the first layer of a model.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    /// <exception cref="ArgumentException">A number is not finite, a variance negative, or there are not as many of each.</exception>
    public Normalization(
        IReadOnlyList<double> mean, IReadOnlyList<double> variance, bool invert = false, Shape? inputShape = null, string? name = null)
        : this(invert, inputShape, name)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(variance);
        _statistics = FeatureStatistics.Of(mean, variance);
    }

    /// <summary>Whether the layer undoes the normalisation.</summary>
    public bool Invert { get; }

    /// <summary>Takes mean and variance of each feature from data; a second call starts over.</summary>
    /// <param name="data"><c>(..., features)</c>, at least one row.</param>
    /// <exception cref="ArgumentException">There is no row, a number is not finite, or rows have another number of features than
    /// the layer was built for.</exception>
    /// <exception cref="InvalidOperationException">The model has run already: its weights have started.</exception>
    public void Adapt(NDArray<float> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Adapt([data]);
    }

    /// <summary>Takes mean and variance of each feature from the features of a dataset; a second call starts over.</summary>
    /// <param name="dataset">Examples whose features are <c>(..., features)</c>, at least one.</param>
    /// <inheritdoc cref="Adapt(NDArray{float})"/>
    public void Adapt(Dataset<Example> dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Adapt(dataset.Select(example => example.X));
    }

    /// <summary>Takes mean and variance of each feature from the features of a dataset; a second call starts over.</summary>
    /// <param name="dataset">Batches whose features are <c>(rows, ..., features)</c>, at least one row.</param>
    /// <inheritdoc cref="Adapt(NDArray{float})"/>
    public void Adapt(Dataset<Batch> dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Adapt(dataset.Select(batch => batch.X));
    }

    /// <inheritdoc/>
    protected internal override Shape ComputeOutputShape(Shape inputShape)
    {
        if (inputShape.Rank == 0) throw new ShapeMismatchException(Name, "(..., features)", inputShape.ToString());
        if (_statistics is { Count: var count } && count != 1 && count != inputShape[-1])
            throw new ShapeMismatchException(Name, $"(..., {count})", inputShape.ToString());
        return inputShape;
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        _mean = AddWeight("mean", inputShape[-1], new Known(this, s => s.Mean), trainable: false);
        _variance = AddWeight("variance", inputShape[-1], new Known(this, s => s.Variance), trainable: false);
    }

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        PlanTensor deviation = step.Maximum(step.Sqrt(_variance!), Epsilon); // Build always comes first.
        return Invert
            ? step.Add(step.Multiply(input, deviation), _mean!)
            : step.Divide(step.Subtract(input, _mean!), deviation);
    }

    private void Adapt(IEnumerable<NDArray<float>> data)
    {
        if (_started)
            throw new InvalidOperationException(
                $"The model of the layer '{Name}' has run already. Call Adapt before Fit, Evaluate or Predict, or set its weights.");
        FeatureStatistics statistics = FeatureStatistics.Of(data);
        if (OutputShape is { } rows && rows[-1] != statistics.Count)
            throw new ShapeMismatchException(Name, $"(..., {rows[-1]})", $"(..., {statistics.Count})");
        _statistics = statistics;
    }

    /// <summary>Starts a weight at what is known when the model first runs.</summary>
    private sealed class Known(Normalization layer, Func<FeatureStatistics, IReadOnlyList<double>> part) : Initializer
    {
        protected internal override void Fill(Span<float> values, Shape shape, InitialRandom random)
        {
            FeatureStatistics statistics = layer._statistics ?? throw new InvalidOperationException(
                $"The layer '{layer.Name}' knows no mean and variance: call Adapt, or give both to its constructor.");
            IReadOnlyList<double> numbers = part(statistics);
            for (int i = 0; i < values.Length; i++) values[i] = (float)numbers[numbers.Count == 1 ? 0 : i];
            layer._started = true;
        }
    }
}
