namespace Mirrored.Keras;

/// <summary>Arrays to train on, and Keras's rules about parts of them.</summary>
/// <param name="X">The features, <c>(rows, ...)</c>.</param>
/// <param name="Y">The labels, <c>(rows, ...)</c>.</param>
internal sealed record TrainingArrays(NDArray<float> X, NDArray Y)
{
    private Dataset<Example> Examples { get; } = Dataset.Slices(X, Y);

    private int Rows => X.Shape[0];

    /// <summary>Takes the last rows off for validation.</summary>
    /// <param name="validationSplit">Which part of all rows, in [0, 1).</param>
    /// <exception cref="ArgumentException">The fraction is out of range, or leaves one side without rows.</exception>
    public (TrainingArrays Train, ValidationData? Validation) Split(double validationSplit)
    {
        if (!(validationSplit is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(validationSplit), validationSplit, "Expected a fraction in [0, 1).");
        if (validationSplit == 0) return (this, null);
        int kept = (int)Math.Floor(Rows * (1 - validationSplit));
        if (kept == 0 || kept == Rows)
            throw new ArgumentException(
                $"A validation split of {validationSplit} leaves {kept} of {Rows} rows to train on and {Rows - kept} to evaluate. "
                + "Both need one.",
                nameof(validationSplit));
        return (
            new TrainingArrays(X.Rows(0, kept), Y.SliceRows(0, kept)),
            ValidationData.FromArrays(X.Rows(kept, Rows - kept), Y.SliceRows(kept, Rows - kept)));
    }

    /// <summary>The rows of a batch when nobody says.</summary>
    /// <param name="stepsPerEpoch">How many batches all rows should make; null if that is open, too.</param>
    /// <param name="otherwise">The rows of a batch then.</param>
    public int BatchSize(int? stepsPerEpoch, int otherwise) => stepsPerEpoch is > 0 and int steps ? ((Rows - 1) / steps) + 1 : otherwise;

    /// <summary>Batches of all rows, in another order every epoch if they are to be shuffled.</summary>
    public Dataset<Batch> Batches(int size, bool shuffle)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, "batchSize");
        return (shuffle ? Examples.Shuffle(Rows) : Examples).Batch(size);
    }
}
