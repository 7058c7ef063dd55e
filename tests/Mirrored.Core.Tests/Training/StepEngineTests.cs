namespace Mirrored.Core.Tests;

/// <summary>What the engine does when a program or an update goes wrong.</summary>
public sealed class StepEngineTests
{
    [Fact]
    public void Run_ProgramMakesAMistake_SurfacesAsItIs()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        Program program = new() { Describes = (step, x) => step.Reshape(x, [7]) };
        using StepEngine engine = new(strategy.Group, program, [program.Kernel], deterministic: false, seed: 0);
        using ResidentData data = Data(engine);

        Assert.Throws<ArgumentException>(() => engine.Run(StepMode.Train, data, [0, 1, 2]));
    }

    [Fact]
    public void Run_AfterAFailedUpdate_IsRefusedUntilTheOptimizerStartsAfresh()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        Program program = new();
        using StepEngine engine = new(strategy.Group, program, [program.Kernel], deterministic: false, seed: 0);
        engine.ResetOptimizer();
        using ResidentData data = Data(engine);
        engine.Run(StepMode.Train, data, [0, 1, 2]);
        engine.Synchronize();

        engine.MarkDiverged();

        Assert.Contains("ompile", Assert.Throws<InvalidOperationException>(() => engine.Run(StepMode.Train, data, [0])).Message, StringComparison.Ordinal);
        engine.ResetOptimizer();
        engine.Run(StepMode.Train, data, [0, 1]);
        engine.Synchronize();
        Assert.Equal(1, engine.Iterations);
        Assert.Equal(engine.ReadWeight(program.Kernel, 0).ToArray(), engine.ReadWeight(program.Kernel, 1).ToArray());
    }

    private static ResidentData Data(StepEngine engine)
    {
        NDArray<float> x = new(new float[12], [3, 4]);
        NDArray<int> y = new int[3];
        return engine.Load(x.Source, y.Source);
    }

    private sealed class Program : IStepProgram
    {
        public Parameter Kernel { get; } = new("kernel", [4, 2], trainable: true);

        public Func<StepBuilder, PlanTensor, PlanTensor>? Describes { get; init; }

        public Shape InputShape => 4;

        public int OptimizerSlots => 2;

        public void Describe(StepBuilder step, PlanTensor features)
        {
            PlanTensor output = Describes?.Invoke(step, features) ?? step.MatMul(features, Kernel);
            step.Accumulate(step.SparseCrossEntropy(output, fromLogits: true), 0);
        }

        public IReadOnlyList<Operation> DescribeUpdate(ParameterLayout layout) =>
        [
            new AdamOperation
            {
                Weights = layout.Trainable(MemoryRegion.Weights, "w"), Gradients = layout.Trainable(MemoryRegion.Gradients, "g"),
                Momentum = layout.Trainable(MemoryRegion.Slots, "m"), Velocity = layout.Trainable(MemoryRegion.Slots, "v", 1),
                Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-7,
            },
        ];

        public void FillState(ref StepState state) => state.StepSize = 0.1f;
    }
}
