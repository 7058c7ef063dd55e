namespace Mirrored;

/// <summary>Sums numbers over all replicas of a strategy, by the very exchange that training uses.</summary>
internal sealed class TrialExchange : IStepProgram
{
    /// <summary>1 MiB of gradients.</summary>
    public const int Count = (1 << 20) / sizeof(float);

    /// <summary>The second half holds other numbers, so that swapped halves show.</summary>
    private const int SecondHalf = 10;

    private readonly Parameter _parameter = new("numbers", Count, trainable: true);

    public Shape InputShape => 1;

    public ModelUpdate? Update => null;

    /// <summary>Gives each replica its own numbers, sums them, and looks at what every replica then holds.</summary>
    /// <returns>The number of elements, over all replicas, that are not the sum.</returns>
    public static int WrongElements(MirroredStrategy strategy)
    {
        TrialExchange program = new();
        using StepEngine engine = new(
            strategy.Group, program, [program._parameter], deterministic: false, seed: 0,
            options: strategy.EngineOptions with { RoundGradients = false });
        strategy.Group.RunAll(replica => Sum(replica, engine.Replicas[replica.Index]));
        int replicas = strategy.NumReplicasInSync;
        float expected = replicas * (replicas + 1) / 2; // 1 + 2 + ... + n: exact in float32.
        int wrong = 0;
        for (int replica = 0; replica < replicas; replica++)
        {
            ReadOnlySpan<float> sums = engine.ReadWeight(program._parameter, replica);
            for (int i = 0; i < Count; i++) wrong += sums[i] == (i < Count / 2 ? expected : expected * SecondHalf) ? 0 : 1;
        }

        return wrong;
    }

    public void Describe(StepBuilder step, PlanTensor features) =>
        throw new NotSupportedException("There is no network to describe.");

    public double LearningRate(long iterations) => 0;

    private static void Sum(Replica replica, ModelReplica model)
    {
        MemoryMap memory = model.Leaves[0].Memory;
        void Launch(Operation operation) => replica.Device.Prepare(operation, memory, replica.Stream).Launch();
        const int Half = Count / 2;
        PlanTensor Part(int first) => new("half", Half, DType.Float32, MemoryRegion.Gradients, first * sizeof(float));
        Launch(new FillOperation { Output = Part(0), Value = replica.Index + 1 });
        Launch(new FillOperation { Output = Part(Half), Value = (replica.Index + 1) * SecondHalf });
        model.Exchange.Reduce(0);
        model.Exchange.Complete();
        // Weights can be read; gradients cannot.
        Launch(new ReduceLeavesOperation
        {
            Sources = [model.ReducedGradients], Destinations = [model.Store.Weights], Start = 0, Count = Count,
        });
    }
}
