using Mirrored.Core.Tests;

namespace Mirrored.Campaigns;

/// <summary>One bit of one weight of one replica changes: the next comparison names the weight and the replica.</summary>
internal sealed class BitFlips : Campaign
{
    private const int Rows = 12, Replicas = 3;

    private static readonly int[] Batch = [.. Enumerable.Range(0, Rows)];

    public override string Name => "bitflips";

    public override string Goal => "D2";

    public override string Summary => "a random bit of a random weight of a random replica, found by the comparison behind the next step";

    public override void Run(CampaignRun run)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(Replicas), new StrategyOptions { CheckReplicasEvery = 1 });
        MlpProgram program = new(20, 33);
        using StepEngine engine = program.Engine(strategy);
        using ResidentData data = program.Data(engine, Rows);
        for (int i = 0; i < run.Of(40, 1000); i++) Try(run, program, engine, data);
        run.Expect(Differs(engine, "at the end") is null, $"replicas differ without a flip");
    }

    private static void Try(CampaignRun run, MlpProgram program, StepEngine engine, ResidentData data)
    {
        Parameter weight = program.Parameters[run.Random.Next(program.Parameters.Length)];
        int replica = run.Random.Next(Replicas), bit = run.Random.Next(32);
        float[] values = engine.ReadWeight(weight, replica).ToArray();
        int element = run.Random.Next(values.Length);
        values[element] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(values[element]) ^ (1 << bit));
        engine.Replicas[replica].Store.Write(weight, values);
        ReplicaMismatchException? found = run.Random.Next(2) == 0 ? Differs(engine, "now") : Step(engine, data);
        // A low bit may be rounded away by the update; then the replicas are the same again.
        bool healed = found is null && Differs(engine, "behind the step") is null;
        run.Expect(
            healed || (found?.Weight == weight.Name && found.Device == engine.Replicas[replica].Device.Id),
            $"bit {bit} of element {element} of {weight.Name} on replica {replica}: {found?.Message ?? "not found"}");
        engine.ResetOptimizer(); // Goes on from the first replica's weights, whichever they are,
        if (replica == 0) Restore(program, engine, weight, element, bit);
    }

    /// <summary>... so a flip there is taken back: weights of NaN would hide those that follow.</summary>
    private static void Restore(MlpProgram program, StepEngine engine, Parameter weight, int element, int bit)
    {
        float[] values = engine.ReadWeight(weight).ToArray();
        values[element] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(values[element]) ^ (1 << bit));
        foreach (Parameter parameter in program.Parameters)
        {
            float[] all = parameter == weight ? values : engine.ReadWeight(parameter).ToArray();
            engine.WriteWeight(parameter, [.. all.Select(v => float.IsFinite(v) ? v : 0)]);
        }
    }

    private static ReplicaMismatchException? Step(StepEngine engine, ResidentData data)
    {
        try
        {
            engine.Run(StepMode.Train, data, Batch);
            return null;
        }
        catch (ReplicaMismatchException found)
        {
            return found;
        }
    }

    private static ReplicaMismatchException? Differs(StepEngine engine, string when)
    {
        try
        {
            engine.CompareReplicas(when);
            return null;
        }
        catch (ReplicaMismatchException found)
        {
            return found;
        }
    }
}
