using System.Diagnostics;
using System.Text.Json;
using Mirrored.Benchmarks.Kernels;

namespace Mirrored.Peers;

/// <summary>What runs in a process of one side that multiplies: every shape for a while.</summary>
internal static class ProductSide
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Measured = TimeSpan.FromMilliseconds(240);

    /// <summary>So long are the runs of products that are timed together: far longer than a look at the clock.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(2);

    public static void Run(string side, PeerOptions options)
    {
        IMultiplier multiplier = Sides.CreateMultiplier(side, options);
        double[] seconds = multiplier.Name is null ? [] : [.. ProductLoad.All.Select(shape => Time(multiplier, shape))];
        Console.WriteLine(JsonSerializer.Serialize(new ProductTimes(multiplier.Name, seconds)));
    }

    /// <summary>The median time of one product.</summary>
    private static double Time(IMultiplier multiplier, ProductLoad shape)
    {
        using IProduct product = multiplier.Prepare(shape);
        int count = 0;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp; count++) product.Multiply();
        int together = Math.Max(1, (int)(count * Together / WarmUp));
        List<double> runs = [];
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Measured;)
        {
            long run = Stopwatch.GetTimestamp();
            for (int i = 0; i < together; i++) product.Multiply();
            runs.Add(Stopwatch.GetElapsedTime(run).TotalSeconds / together);
        }

        return Spread.Of(runs).Median;
    }
}
