using Mirrored.Benchmarks.Kernels;

namespace Mirrored.Peers;

/// <summary>The figures of a comparison of products, as they are printed and written.</summary>
internal sealed record ProductReport
{
    public required string Job { get; init; }

    public required int Threads { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Threads that kept cores busy meanwhile.</summary>
    public required int BusyThreads { get; init; }

    /// <summary>Library and version of each side that ran.</summary>
    public required IReadOnlyDictionary<string, string> Sides { get; init; }

    public required IReadOnlyList<ProductFigures> Products { get; init; }

    /// <param name="options">What was asked for.</param>
    /// <param name="times">The times of each side, by round.</param>
    public static ProductReport Of(PeerOptions options, IReadOnlyDictionary<string, List<ProductTimes>> times) => new()
    {
        Job = options.Job,
        Threads = options.Threads,
        Rounds = options.Rounds,
        BusyThreads = options.Busy,
        Sides = times.ToDictionary(side => side.Key, side => side.Value[0].Name ?? "not there"),
        Products =
        [
            .. ProductLoad.All.Select((shape, i) => ProductFigures.Of(
                shape.ToString(), shape.Flops!.Value, // A product says how much it computes.
                times.ToDictionary(side => side.Key, side => side.Value.Select(round => round.Seconds[i]).ToArray()))),
        ],
    };

    public void Print()
    {
        Console.WriteLine($"{Job}, {Threads} thread(s), {BusyThreads} busy: medians of {Rounds} round(s), in brackets least to most");
        foreach ((string side, string name) in Sides) Console.WriteLine($"{side}: {name}");
        Console.WriteLine($"| product | {string.Join(" | ", Sides.Keys.Select(side => $"{side}, GFLOP/s"))} | ours / best other |");
        Console.WriteLine($"|---|{string.Concat(Sides.Select(_ => "---|"))}---|");
        foreach (ProductFigures product in Products)
        {
            string ratio = product.RatioSpread is { } ratios ? $"{ratios.Median:F2} ({ratios.Min:F2} to {ratios.Max:F2})" : "";
            Console.WriteLine($"| {product.Shape} | {string.Join(" | ", product.Gflops.Values.Select(rate => $"{rate:F1}"))} | {ratio} |");
        }
    }
}
