namespace Mirrored.Peers;

/// <summary>Ours over theirs: medians of the rounds' own ratios, for a round's two runs saw the same machine.</summary>
internal sealed record RatioFigures
{
    /// <summary>Above 1: we are faster.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Below 1: we are done sooner.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Below 1: we need less.</summary>
    public required double PeakMemoryBytes { get; init; }

    public required Spread ImagesPerSecondSpread { get; init; }

    public static RatioFigures Of(IReadOnlyList<Measurement> ours, IReadOnlyList<Measurement> theirs)
    {
        Spread images = Ratio(ours, theirs, measurement => measurement.ImagesPerSecond);
        return new RatioFigures
        {
            ImagesPerSecond = images.Median,
            WallSeconds = Ratio(ours, theirs, measurement => measurement.WallSeconds).Median,
            PeakMemoryBytes = Ratio(ours, theirs, measurement => measurement.Result.PeakMemoryBytes).Median,
            ImagesPerSecondSpread = images,
        };
    }

    private static Spread Ratio(
        IReadOnlyList<Measurement> ours, IReadOnlyList<Measurement> theirs, Func<Measurement, double> figure) =>
        Spread.Of(ours.Zip(theirs, (our, their) => figure(our) / figure(their)));
}
