namespace Mirrored.Core.Tests;

/// <summary>Exchanging gradients in several buckets changes no bit.</summary>
public sealed class BucketTests
{
    /// <summary>Large enough for a first bucket of 1 MiB with something left over.</summary>
    private const int Features = 700, Hidden = 520, Classes = 10;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_SeveralBuckets_GivesTheBitsOfOne(int replicas)
    {
        (int buckets, float[] expected) = Train(replicas, long.MaxValue);
        (int several, float[] found) = Train(replicas, oneBucketBelow: 0);

        Assert.Equal((1, 2), (buckets, several));
        Assert.Equal(expected, found);
    }

    private static (int Buckets, float[] Weights) Train(int replicas, long oneBucketBelow)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas));
        Program program = new();
        using StepEngine engine = new(strategy.Group, program, program.Parameters, deterministic: false, seed: 5, oneBucketBelow);
        engine.Initialize([.. program.Parameters.Select((p, i) => new RandomUniformOperation
        {
            Output = p.Value, Seed = 1, Stream = (uint)i | 0x8000_0000u, Minimum = -0.05f, Maximum = 0.05f,
        })]);
        engine.ResetOptimizer();
        NDArray<float> x = new([.. Enumerable.Range(0, 40 * Features).Select(i => MathF.Sin(i))], [40, Features]);
        NDArray<int> y = Enumerable.Range(0, 40).Select(i => i % Classes).ToArray();
        using ResidentData data = engine.Load(x.Source, y.Source);
        // Full, uneven, and fewer rows than replicas, then full again.
        foreach (int rows in new[] { 39, 40, 2, 1, 39 })
            engine.Run(StepMode.Train, data, [.. Enumerable.Range(0, rows)]);
        return (engine.Buckets, [.. program.Parameters.SelectMany(p => engine.ReadWeight(p, replicas - 1).ToArray())]);
    }

    private sealed class Program : IStepProgram
    {
        public Parameter[] Parameters { get; } =
        [
            new("a/kernel", [Features, Hidden], true), new("a/bias", Hidden, true), new("b/kernel", [Hidden, Hidden], true),
            new("b/bias", Hidden, true), new("c/kernel", [Hidden, Classes], true), new("c/bias", Classes, true),
        ];

        public Shape InputShape => Features;

        public int OptimizerSlots => 2;

        public int Sums => 1;

        public void Describe(StepBuilder step, PlanTensor features)
        {
            PlanTensor a = step.Dropout(step.Relu(step.AddBias(step.MatMul(features, Parameters[0]), Parameters[1])), 0.2);
            PlanTensor b = step.Tanh(step.AddBias(step.MatMul(a, Parameters[2]), Parameters[3]));
            PlanTensor c = step.AddBias(step.MatMul(b, Parameters[4]), Parameters[5]);
            step.Accumulate(step.Minimize(step.SparseCrossEntropy(step.Labels, c, fromLogits: true)), 0);
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

        public void FillState(ref StepState state) => state.StepSize = 0.001f;
    }
}
