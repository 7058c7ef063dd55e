namespace Mirrored.Keras;

/// <summary>A value of the logs that a callback watches, and what counts as better.</summary>
/// <param name="name">The name, such as <c>val_loss</c>.</param>
/// <param name="goesUp">Whether a larger value is better.</param>
/// <param name="minDelta">By how much a value has to be better, at least 0.</param>
internal sealed class Monitor(string name, bool goesUp, double minDelta)
{
    public string Name { get; } = name;

    /// <summary>A value that every other beats.</summary>
    public double Worst { get; } = goesUp ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>Checks what a callback was told.</summary>
    /// <param name="monitor">The name to watch.</param>
    /// <param name="mode">Which way it gets better.</param>
    /// <param name="minDelta">By how much it has to; the sign is ignored, as in Keras.</param>
    /// <param name="looksLikeAccuracy">What goes up when nobody says.</param>
    public static Monitor Of(string monitor, MonitorMode mode, double minDelta, Func<string, bool> looksLikeAccuracy)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(monitor);
        if (!double.IsFinite(minDelta)) throw new ArgumentOutOfRangeException(nameof(minDelta), minDelta, "Expected a finite number.");
        bool goesUp = mode switch
        {
            MonitorMode.Auto => looksLikeAccuracy(monitor),
            MonitorMode.Min => false,
            MonitorMode.Max => true,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Expected Auto, Min or Max."),
        };
        return new Monitor(monitor, goesUp, Math.Abs(minDelta));
    }

    /// <summary>ModelCheckpoint's and ReduceLROnPlateau's guess.</summary>
    public static bool HasAccuracyInIt(string name) => name.Contains("acc", StringComparison.Ordinal);

    /// <summary>Whether a value beats another strictly, by more than the least difference. NaN beats nothing.</summary>
    public bool IsBetter(double value, double than) => goesUp ? value - minDelta > than : value + minDelta < than;

    /// <summary>What to tell when the logs lack the value.</summary>
    public string Missing(Logs logs) =>
        $"there is no '{Name}' in the logs, so nothing is done. There are: {string.Join(", ", logs.Names)}.";
}
