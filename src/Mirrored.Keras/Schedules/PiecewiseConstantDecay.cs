namespace Mirrored.Keras;

/// <summary>A rate that is constant between boundaries: the first value up to and including the first boundary, and so on.</summary>
public sealed class PiecewiseConstantDecay : LearningRateSchedule
{
    private readonly long[] _boundaries;
    private readonly double[] _values;

    /// <summary>Makes the schedule.</summary>
    /// <param name="boundaries">The last iteration of each value but the last one, rising.</param>
    /// <param name="values">The rates, one more than boundaries, each at least 0.</param>
    /// <exception cref="ArgumentException">The numbers of boundaries and values do not go together, or boundaries do not rise.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate is not a finite float32 of at least 0.</exception>
    public PiecewiseConstantDecay(IReadOnlyList<long> boundaries, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != boundaries.Count + 1)
            throw new ArgumentException($"{boundaries.Count} boundaries need {boundaries.Count + 1} values, found {values.Count}.", nameof(values));
        for (int i = 1; i < boundaries.Count; i++)
        {
            if (boundaries[i] <= boundaries[i - 1])
                throw new ArgumentException($"Boundaries must rise; {boundaries[i]} follows {boundaries[i - 1]}.", nameof(boundaries));
        }

        _boundaries = [.. boundaries];
        _values = [.. values.Select(v => Rate(v, nameof(values)))];
    }

    /// <summary>The last iteration of each value but the last one.</summary>
    public IReadOnlyList<long> Boundaries => _boundaries;

    /// <summary>The rates.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <inheritdoc/>
    public override double At(long iterations)
    {
        int i = 0;
        while (i < _boundaries.Length && iterations > _boundaries[i]) i++;
        return _values[i];
    }
}
