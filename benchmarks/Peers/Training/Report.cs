namespace Mirrored.Peers;

/// <summary>The figures of one comparison, as they are printed and written; a side that did not run is null.</summary>
internal sealed record Report
{
    public required string Job { get; init; }

    public required int Threads { get; init; }

    public required int BatchSize { get; init; }

    public required int Epochs { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Threads that kept cores busy meanwhile.</summary>
    public required int BusyThreads { get; init; }

    public SideFigures? Ours { get; private init; }

    public SideFigures? Theirs { get; private init; }

    public RatioFigures? Ratio { get; private init; }

    public static Report Of(
        PeerOptions options, IReadOnlyList<Measurement>? ours, IReadOnlyList<Measurement>? theirs) => new()
        {
            Job = options.Job,
            Threads = options.Threads,
            BatchSize = options.BatchSize,
            Epochs = options.EpochsToRun,
            BusyThreads = options.Busy,
            Rounds = options.Rounds,
            Ours = ours is null ? null : SideFigures.Of(ours),
            Theirs = theirs is null ? null : SideFigures.Of(theirs),
            Ratio = ours is null || theirs is null ? null : RatioFigures.Of(ours, theirs),
        };

    public void Print()
    {
        Console.WriteLine(
            $"{Job}, {Threads} thread(s), batch {BatchSize}: medians of {Rounds} round(s), in brackets least to most");
        foreach (SideFigures? side in (IReadOnlyList<SideFigures?>)[Ours, Theirs])
        {
            if (side is not null)
                Print(side);
        }

        if (Ratio is { } ratio)
        {
            (_, double least, double most) = ratio.ImagesPerSecondSpread;
            Console.WriteLine(
                $"ours / theirs: {ratio.ImagesPerSecond:F2} in images/s ({least:F2} to {most:F2}), "
                + $"{ratio.WallSeconds:F2} in wall time, {ratio.PeakMemoryBytes:F2} in peak memory");
        }
    }

    public void Write(string file) => JsonFile.Write(file, this);

    private static void Print(SideFigures side)
    {
        (_, double slowest, double fastest) = side.ImagesPerSecondSpread;
        (_, double shortest, double longest) = side.WallSecondsSpread;
        Console.WriteLine(
            $"{side.Name}: {side.ImagesPerSecond:F0} images/s ({slowest:F0} to {fastest:F0}), "
            + $"{side.WallSeconds:F2} s ({shortest:F2} to {longest:F2}), {side.PeakMemoryBytes / 1048576:F0} MiB, "
            + $"accuracy {side.Accuracy:F4}");
    }
}
