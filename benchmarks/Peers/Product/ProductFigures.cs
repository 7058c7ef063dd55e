namespace Mirrored.Peers;

/// <summary>One shape: medians over the rounds.</summary>
internal sealed record ProductFigures
{
    /// <summary>The factors, a prime marks one that is stored transposed.</summary>
    public required string Shape { get; init; }

    /// <summary>GFLOP/s of each side that ran.</summary>
    public required IReadOnlyDictionary<string, double> Gflops { get; init; }

    /// <summary>Ours over the best of the others, the median of the rounds' own; null when one of them did not run.</summary>
    public double? Ratio => RatioSpread?.Median;

    /// <summary>The least and the most of the rounds.</summary>
    public Spread? RatioSpread { get; private init; }

    /// <param name="shape">The shape.</param>
    /// <param name="flops">Its operations.</param>
    /// <param name="seconds">Of each side, by round.</param>
    public static ProductFigures Of(string shape, double flops, IReadOnlyDictionary<string, double[]> seconds) => new()
    {
        Shape = shape,
        Gflops = seconds.ToDictionary(side => side.Key, side => flops / Spread.Of(side.Value).Median / 1e9),
        RatioSpread = Ratios(seconds),
    };

    private static Spread? Ratios(IReadOnlyDictionary<string, double[]> seconds)
    {
        double[][] others = [.. seconds.Where(side => side.Key != Sides.Ours).Select(side => side.Value)];
        if (others.Length == 0 || !seconds.TryGetValue(Sides.Ours, out double[]? ours)) return null;
        return Spread.Of(ours.Select((own, round) => others.Min(other => other[round]) / own));
    }
}
