using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Mirrored.Core.Tests;

namespace Mirrored.Campaigns;

/// <summary>Replicas, runs, threads and numbers of replicas that must give the same bits do.</summary>
internal sealed class SameBits : Campaign
{
    private const int Rows = 61, MostReplicas = 8;
    private const double NearEnough = 1e-5; // D6, for another order of additions over a hundred steps.

    private static readonly int[] Batch = [.. Enumerable.Range(0, Rows)];
    private static readonly int[] Counts = [1, 2, 4, 8];

    public override string Name => "samebits";

    public override string Goal => "D3, D4, D6";

    public override string Summary => "replicas after every step; runs, threads and numbers of replicas in deterministic mode";

    public override void Run(CampaignRun run)
    {
        AfterEveryStep(run, run.Of(50, 1000));
        int steps = run.Of(10, 100);
        string expected = Hash(1, 1, steps);
        for (int i = 0; i < run.Of(2, 10); i++) run.Expect(Hash(4, 2, steps) == expected, $"run {i} gave other bits");
        foreach (int threads in Counts) run.Expect(Hash(2, threads, steps) == expected, $"{threads} threads gave other bits");
        foreach (int replicas in Counts) run.Expect(Hash(replicas, 2, steps) == expected, $"{replicas} replicas gave other bits");
        run.Expect(Hash(MostReplicas, 2, steps + 1) != expected, $"another number of steps gave the same bits: nothing is compared");
        double loss = Loss(1, steps);
        foreach (int replicas in Counts)
        {
            double other = Loss(replicas, steps);
            run.Expect(Math.Abs(other - loss) <= NearEnough * Math.Abs(loss), $"normal mode, {replicas} replicas: the loss is {other} instead of {loss}");
        }
    }

    private static void AfterEveryStep(CampaignRun run, int steps)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(4), new StrategyOptions { CheckReplicasEvery = 1 });
        MlpProgram program = new(20, 33);
        using StepEngine engine = program.Engine(strategy);
        using ResidentData data = program.Data(engine, Rows);
        for (int step = 1; step <= steps; step++)
        {
            engine.Run(StepMode.Train, data, Batch);
            run.Expect(engine.Iterations == step, $"step {step} was not made");
        }
    }

    private static string Hash(int replicas, int threads, int steps)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), new StrategyOptions { Deterministic = true, CpuThreads = threads });
        MlpProgram program = new(20, 33);
        using StepEngine engine = program.Engine(strategy);
        using ResidentData data = program.Data(engine, Rows);
        for (int step = 0; step < steps; step++) engine.Run(StepMode.Train, data, Batch);
        float[] weights = program.Weights(engine, replicas - 1);
        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(weights)));
    }

    private static double Loss(int replicas, int steps)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas));
        MlpProgram program = new(20, 33);
        using StepEngine engine = program.Engine(strategy);
        using ResidentData data = program.Data(engine, Rows);
        double[] sums = new double[1];
        for (int step = 0; step < steps; step++)
        {
            engine.ClearSums();
            engine.Run(StepMode.Train, data, Batch);
        }

        engine.ReadSums(sums);
        return sums[0];
    }
}
