namespace Mirrored.Peers;

/// <summary>Runs the sides in turn, a fresh process each time, and reports.</summary>
internal static class TrainingComparison
{
    /// <summary>A first process per side is not counted: it brings libraries and data into the page cache.</summary>
    private const int WarmUpEpochs = 2;

    public static async Task RunAsync(PeerOptions options)
    {
        IReadOnlyList<string> sides = options.Only is { } only ? [only] : Sides.Training;
        var measurements = sides.ToDictionary(side => side, _ => new List<Measurement>());
        foreach (string side in sides)
            await RunAsync(side, options, WarmUpEpochs);

        for (int round = 0; round < options.Rounds; round++)
        {
            // The order changes from round to round, so that a machine that slows down favours nobody.
            foreach (string side in round % 2 == 0 ? sides : sides.Reverse())
            {
                Measurement measurement = await RunAsync(side, options, options.EpochsToRun);
                measurements[side].Add(measurement);
                Print(round, side, measurement);
            }
        }

        Report report = Report.Of(
            options, measurements.GetValueOrDefault(Sides.Ours), measurements.GetValueOrDefault(Sides.Theirs));
        report.Print();
        if (options.Json is { } file)
            report.Write(file);
    }

    private static async Task<Measurement> RunAsync(string side, PeerOptions options, int epochs)
    {
        (SideResult result, double seconds) = await SideRunner.RunAsync<SideResult>(side, options, epochs);
        return new Measurement(result, seconds);
    }

    private static void Print(int round, string side, Measurement measurement) => Console.WriteLine(
        $"round {round + 1} {side,-6} {measurement.ImagesPerSecond,9:F0} images/s, {measurement.WallSeconds:F2} s, "
        + $"{measurement.Result.PeakMemoryBytes / 1048576.0:F0} MiB, accuracy {measurement.Result.Accuracy:F4}");
}
