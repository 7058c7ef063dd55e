namespace Mirrored.Keras;

/// <summary>The optimizer of a compiled model: its settings, and the learning rate that may change while it trains.</summary>
public sealed class ModelOptimizer
{
    private double _learningRate;

    internal ModelOptimizer(Optimizer settings)
    {
        Settings = settings;
        _learningRate = settings.LearningRate;
    }

    /// <summary>What the model was compiled with.</summary>
    public Optimizer Settings { get; }

    /// <summary>The learning rate of the next step; may be set at any time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or negative.</exception>
    public double LearningRate
    {
        get => Volatile.Read(ref _learningRate);
        set
        {
            LearningRates.Check(value, nameof(LearningRate));
            Volatile.Write(ref _learningRate, value);
        }
    }
}
