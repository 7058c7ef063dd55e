namespace Mirrored.Keras;

/// <summary>The optimizer of a compiled model: its settings, and the learning rate that may change while it trains.</summary>
public sealed class ModelOptimizer
{
    private double _learningRate;
    private long _iterations;

    internal ModelOptimizer(Optimizer settings)
    {
        Settings = settings;
        Update = settings.Describe();
        _learningRate = settings.LearningRate;
        LearningRates.Check(_learningRate, nameof(settings));
    }

    /// <summary>What the model was compiled with.</summary>
    public Optimizer Settings { get; }

    /// <summary>The number of updates since the model was compiled, those under way included.</summary>
    public long Iterations
    {
        get => Volatile.Read(ref _iterations);
        internal set => Volatile.Write(ref _iterations, value);
    }

    /// <summary>The learning rate of the next step; may be set at any time unless a schedule gives it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or negative.</exception>
    /// <exception cref="InvalidOperationException">The optimizer has a schedule.</exception>
    public double LearningRate
    {
        get => HasSchedule ? Settings.Schedule.At(Iterations) : Volatile.Read(ref _learningRate);
        set
        {
            LearningRates.Check(value, nameof(LearningRate));
            if (HasSchedule)
                throw new InvalidOperationException(
                    $"The learning rate follows {Settings.Schedule.GetType().Name}. "
                    + "Compile the model with a number to set it by hand.");
            Volatile.Write(ref _learningRate, value);
        }
    }

    /// <summary>The update as the engine runs it.</summary>
    internal ModelUpdate Update { get; }

    private bool HasSchedule => Settings.Schedule is not ConstantLearningRate;

    /// <summary>Goes on from what a checkpoint has; a schedule gives the learning rate itself.</summary>
    internal void Restore(long iterations, double learningRate)
    {
        Iterations = iterations;
        Volatile.Write(ref _learningRate, learningRate);
    }

    /// <summary>The learning rate of the update behind so many others.</summary>
    /// <exception cref="InvalidOperationException">A schedule gives what is no learning rate.</exception>
    internal double Next(long iterations)
    {
        double rate = HasSchedule ? Settings.Schedule.At(iterations) : LearningRate;
        if (!float.IsFinite((float)rate) || rate < 0)
            throw new InvalidOperationException(
                $"{Settings.Schedule.GetType().Name} gives the learning rate {rate} after {iterations} updates; "
                + "expected a finite float32 of at least 0.");
        Iterations = iterations + 1;
        return rate;
    }
}
