namespace Mirrored.Peers;

/// <summary>Runs the sides' products in turn, a fresh process each time, and reports.</summary>
internal static class ProductComparison
{
    public static async Task RunAsync(PeerOptions options)
    {
        IReadOnlyList<string> sides = options.Only switch
        {
            Sides.Ours => [Sides.Ours],
            Sides.Theirs => [Sides.LibTorch, Sides.OpenBlas],
            _ => Sides.Multiplying,
        };
        var times = sides.ToDictionary(side => side, _ => new List<ProductTimes>());
        for (int round = 0; round < options.Rounds; round++)
            foreach (string side in round % 2 == 0 ? sides : sides.Reverse())
            {
                (ProductTimes result, _) = await SideRunner.RunAsync<ProductTimes>(side, options, options.EpochsToRun);
                times[side].Add(result);
            }

        if (times.TryGetValue(Sides.OpenBlas, out List<ProductTimes>? openBlas) && openBlas[0].Name is null)
        {
            times.Remove(Sides.OpenBlas);
            Console.WriteLine("No OpenBLAS: install libopenblas0-pthread, or name the library with --openblas. Compared without it.");
        }

        ProductReport report = ProductReport.Of(options, times);
        report.Print();
        if (options.Json is { } file) JsonFile.Write(file, report);
    }
}
