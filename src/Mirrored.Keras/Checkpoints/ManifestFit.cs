namespace Mirrored.Keras;

/// <summary>How far a call of <c>Fit</c> was.</summary>
internal sealed record ManifestFit
{
    /// <summary>Where it was.</summary>
    public required FitPoint Position { get; init; }

    /// <summary>Rows in a batch; null when the data does not tell.</summary>
    public required int? BatchSize { get; init; }

    /// <summary>Steps of an epoch; null when the data does not tell.</summary>
    public required int? StepsPerEpoch { get; init; }

    /// <summary>True when a callback had ended training.</summary>
    public required bool Stopped { get; init; }

    /// <summary>Loss and metrics of the epoch so far.</summary>
    public required ManifestSums Sums { get; init; }

    /// <summary>The epochs that were done.</summary>
    public required ManifestHistory History { get; init; }

    /// <summary>What callbacks have to remember, in the order in which they are called.</summary>
    public required IReadOnlyList<ManifestCallback> Callbacks { get; init; }
}
