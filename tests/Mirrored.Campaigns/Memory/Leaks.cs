using System.Runtime.CompilerServices;

namespace Mirrored.Campaigns;

/// <summary>Models and strategies made and disposed by the hundred: buffers, handles, threads and files return, none by a finalizer, and
/// the process stops growing.</summary>
internal sealed class Leaks : Campaign
{
    private const int WarmUp = 30;
    private const double BytesPerCycle = 1024; // G1.

    public override string Name => "leaks";

    public override string Goal => "G1, G3";

    public override string Summary => "strategy and model made, trained for two steps and disposed, again and again";

    public override void Run(CampaignRun run)
    {
        for (int i = 0; i < WarmUp; i++) Cycle(i);
        Census before = Census.Take();
        int cycles = run.Of(40, 1000);
        List<(double Cycle, double Bytes)> samples = [], managed = [];
        for (int i = 0; i < cycles; i++)
        {
            Cycle(i);
            if (i % 10 != 9) continue;
            Census now = Census.Take();
            run.Expect(now.ReturnedTo(before), $"after {i + 1} cycles there is {now}, before {before}");
            samples.Add((i, Census.Resident()));
            managed.Add((i, GC.GetTotalMemory(forceFullCollection: false)));
        }

        // What is loaded during the first half is no leak.
        double slope = Slope(samples[(samples.Count / 2)..]);
        run.Say($"the process grows by {slope:0} bytes a cycle over the second half of {cycles} cycles, {Slope(samples):0} over all; managed objects by "
            + $"{Slope(managed[(managed.Count / 2)..]):0}");
        bool compilesOnce = Environment.GetEnvironmentVariable("DOTNET_TieredCompilation") == "0";
        if (!compilesOnce) run.Say("growth is held to no limit: it contains code compiled anew. Set DOTNET_TieredCompilation=0 and DOTNET_GCConserveMemory=9");
        if (run.Full && compilesOnce) run.Expect(slope <= BytesPerCycle, $"it grows by {slope:0} bytes a cycle, more than {BytesPerCycle}");
        Forget();
        run.Expect(!Census.Take().ReturnedTo(before), $"a buffer that was forgotten was not noticed");
    }

    private static void Cycle(int i) => Models.Cycle(Devices.Cpus(1 + i % 4), deterministic: i % 3 == 0);

    // In a method of its own, so that nothing on the stack holds it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget() => _ = new CpuBuffer(64, "a control");

    /// <summary>The slope of the line with the least squares.</summary>
    private static double Slope(IReadOnlyList<(double X, double Y)> points)
    {
        double x = points.Average(p => p.X), y = points.Average(p => p.Y);
        double square = points.Sum(p => (p.X - x) * (p.X - x));
        return square == 0 ? 0 : points.Sum(p => (p.X - x) * (p.Y - y)) / square;
    }
}
