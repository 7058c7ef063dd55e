namespace Mirrored.Keras;

/// <summary>What is seldom told to <c>Fit</c>; the names are Keras's.</summary>
/// <example><code>model.Fit(x, y, epochs: 20, options: new FitOptions { InitialEpoch = 10, ValidationFreq = 5 });</code></example>
public sealed record FitOptions : RunOptions
{
    /// <summary>For <see cref="StepsPerEpoch"/>: an epoch ends with its data, even if that never ends.</summary>
    public const int UntilDataEnds = -1;

    /// <summary>How much rows of each class count, for every class from 0; null for 1. Multiplies <see cref="RunOptions.SampleWeight"/>;
    /// validation data is not weighted by it. Of one-hot labels the largest is the class.</summary>
    public IReadOnlyDictionary<int, double>? ClassWeight { get; init; }

    /// <summary>Whether arrays are shuffled anew every epoch; a dataset says so itself. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The number of the first epoch, from 0: to go on where an earlier run ended. Default 0.</summary>
    /// <remarks><c>epochs</c> is the number behind the last epoch: 10 with an initial epoch of 4 trains six epochs.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int InitialEpoch
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(InitialEpoch));
            field = value;
        }
    }

    /// <summary>How many batches make an epoch; null for as many as there are.</summary>
    /// <remarks>Fewer than a dataset has: the next epoch goes on where this one ended. More: training ends with the data, and says
    /// so. Arrays begin anew with every epoch. <see cref="UntilDataEnds"/> allows a dataset without an end.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is 0 or below -1.</exception>
    public int? StepsPerEpoch
    {
        get;
        init => field = value is null or UntilDataEnds or > 0 ? value : throw new ArgumentOutOfRangeException(
            nameof(StepsPerEpoch), value, "Expected at least one step, null for all batches, or FitOptions.UntilDataEnds.");
    }

    /// <summary>How many batches are evaluated after an epoch; null for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? ValidationSteps
    {
        get;
        init => field = Positive(value, nameof(ValidationSteps));
    }

    /// <summary>Rows in a batch when arrays are evaluated; null lets the library choose. The result does not depend on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? ValidationBatchSize
    {
        get;
        init => field = Positive(value, nameof(ValidationBatchSize));
    }

    /// <summary>Every how many epochs the model is evaluated; default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int ValidationFreq
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(ValidationFreq));
            field = value;
        }
    } = 1;

    /// <summary>After which epochs the model is evaluated, counted from 1 as the progress line does; null leaves that to
    /// <see cref="ValidationFreq"/>.</summary>
    public IReadOnlyCollection<int>? ValidationEpochs { get; init; }

    /// <summary>Whether the model is evaluated after an epoch.</summary>
    internal bool Validates(int epoch) => ValidationEpochs?.Contains(epoch + 1) ?? (epoch + 1) % ValidationFreq == 0;

    private static int? Positive(int? value, string name) => value is null or > 0
        ? value : throw new ArgumentOutOfRangeException(name, value, "Expected a positive number, or null.");
}
