namespace Mirrored.Peers;

/// <summary>One side over all rounds: medians, with the extremes beside them.</summary>
internal sealed record SideFigures
{
    public required string Name { get; init; }

    /// <summary>Training images per second in the median epoch of the median process.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>A whole process: start, library, data, all epochs, evaluation.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>The most memory that a process held resident.</summary>
    public required double PeakMemoryBytes { get; init; }

    /// <summary>On the test images, after all epochs: shows that both sides learned the same job.</summary>
    public required double Accuracy { get; init; }

    public required Spread ImagesPerSecondSpread { get; init; }

    public required Spread WallSecondsSpread { get; init; }

    public required Spread PeakMemoryBytesSpread { get; init; }

    public static SideFigures Of(IReadOnlyList<Measurement> measurements)
    {
        Spread images = Spread.Of(measurements.Select(measurement => measurement.ImagesPerSecond));
        Spread wall = Spread.Of(measurements.Select(measurement => measurement.WallSeconds));
        Spread memory = Spread.Of(measurements.Select(measurement => (double)measurement.Result.PeakMemoryBytes));
        return new SideFigures
        {
            Name = measurements[0].Result.Name,
            ImagesPerSecond = images.Median,
            WallSeconds = wall.Median,
            PeakMemoryBytes = memory.Median,
            Accuracy = Spread.Of(measurements.Select(measurement => measurement.Result.Accuracy)).Median,
            ImagesPerSecondSpread = images,
            WallSecondsSpread = wall,
            PeakMemoryBytesSpread = memory,
        };
    }
}
