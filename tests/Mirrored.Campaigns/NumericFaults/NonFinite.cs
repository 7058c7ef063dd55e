using System.Runtime.InteropServices;
using Mirrored.Core.Tests;

namespace Mirrored.Campaigns;

/// <summary>NaN or infinity in one replica's gradient: under Raise all replicas keep the weights of the step before and the weight is named;
/// under Skip all leave out the same step.</summary>
internal sealed class NonFinite : Campaign
{
    private const int Rows = 12;

    private static readonly int[] Batch = [.. Enumerable.Range(0, Rows)];
    private static readonly float[] Values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    public override string Name => "nonfinite";

    public override string Goal => "D1";

    public override string Summary => "NaN and infinity in a random element of a random replica's gradient in a random step";

    public override void Run(CampaignRun run)
    {
        for (int i = 0; i < run.Of(12, 100); i++) Try(run, i % 2 == 0 ? NonFinitePolicy.Raise : NonFinitePolicy.Skip);
        run.Expect(!Holds(run, NonFinitePolicy.Off, out _), $"with the guard off nothing went wrong: the campaign sees nothing");
    }

    private static void Try(CampaignRun run, NonFinitePolicy policy)
    {
        bool holds = Holds(run, policy, out string what);
        run.Expect(holds, $"{what}");
    }

    private static bool Holds(CampaignRun run, NonFinitePolicy policy, out string what)
    {
        Random random = run.Random;
        int replicas = random.Next(1, 5), step = random.Next(2, 8);
        PoisonedExchange exchange = new(random.Next(2) == 0 ? new HierarchicalCopyAllReduce() : new ReductionToOneDevice())
        {
            Step = step, Replica = random.Next(replicas), Value = Values[random.Next(Values.Length)],
        };
        StrategyOptions options = new()
        {
            NonFinite = policy, CrossDeviceOps = exchange, Deterministic = random.Next(2) == 0, MicroBatches = random.Next(1, 3),
            RoundGradients = random.Next(3) == 0,
        };
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), options);
        MlpProgram program = new(20, 33);
        using StepEngine engine = program.Engine(strategy);
        Parameter weight = program.Parameters[random.Next(program.Parameters.Length)];
        exchange.Element = weight.Gradient.Offset / sizeof(float) + random.NextInt64(weight.Shape.Length);
        what = $"{options.NonFinite}, {replicas} replicas, step {step} of replica {exchange.Replica}, {weight.Name} at {exchange.Element}, {options}";
        using ResidentData data = program.Data(engine, Rows);
        for (int s = 1; s < step; s++) engine.Run(StepMode.Train, data, Batch);
        float[] before = program.Weights(engine, 0);
        bool told = TellsOf(engine, data, policy, step, weight.Name);
        return told && Enumerable.Range(0, replicas).All(r => Same(before, program.Weights(engine, r)));
    }

    private static bool TellsOf(StepEngine engine, ResidentData data, NonFinitePolicy policy, int step, string weight)
    {
        if (policy != NonFinitePolicy.Raise)
        {
            engine.Run(StepMode.Train, data, Batch);
            return engine.ReadSkippedSteps() == 1;
        }

        try
        {
            for (int s = 0; s < 6; s++) engine.Run(StepMode.Train, data, Batch);
            engine.Synchronize();
            return false;
        }
        catch (NonFiniteGradientException told)
        {
            return told.Step == step && told.Weights is [var name] && name == weight && engine.Iterations == step - 1;
        }
    }

    private static bool Same(float[] a, float[] b) =>
        MemoryMarshal.AsBytes<float>(a).SequenceEqual(MemoryMarshal.AsBytes<float>(b));
}
