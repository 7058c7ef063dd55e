namespace Mirrored.Keras;

/// <summary>Sets the learning rate at the begin of every epoch by a function of yours.</summary>
/// <remarks>Adds <c>lr</c> to the logs of every epoch. Source: <c>keras.callbacks.LearningRateScheduler</c>.</remarks>
/// <example><code>
/// model.Fit(x, y, epochs: 10, callbacks: [new LearningRateScheduler((epoch, rate) => epoch &lt; 5 ? rate : rate * 0.9)]);
/// </code></example>
public sealed class LearningRateScheduler : Callback
{
    private readonly Func<int, double, double> _schedule;
    private readonly bool _verbose;

    /// <summary>Makes the callback.</summary>
    /// <param name="schedule">Gives the learning rate for an epoch, counted from 0, and the rate before it.</param>
    /// <param name="verbose">Whether to print each rate.</param>
    public LearningRateScheduler(Func<int, double, double> schedule, bool verbose = false)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        (_schedule, _verbose) = (schedule, verbose);
    }

    /// <summary>Makes the callback.</summary>
    /// <param name="schedule">Gives the learning rate for an epoch, counted from 0.</param>
    /// <param name="verbose">Whether to print each rate.</param>
    public LearningRateScheduler(Func<int, double> schedule, bool verbose = false)
        : this(IgnoreRate(schedule), verbose)
    {
    }

    /// <summary>Sets the learning rate.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The function gave a rate that is negative or not finite.</exception>
    public override void OnEpochBegin(int epoch)
    {
        ModelOptimizer optimizer = Model.Optimizer!; // A model that trains is compiled.
        double rate = _schedule(epoch, optimizer.LearningRate);
        optimizer.LearningRate = rate;
        if (_verbose)
            Output.WriteLine(FormattableString.Invariant($"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to {rate}."));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        logs["lr"] = Model.Optimizer!.LearningRate; // A model that trains is compiled.
    }

    private static Func<int, double, double> IgnoreRate(Func<int, double> schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return (epoch, _) => schedule(epoch);
    }
}
