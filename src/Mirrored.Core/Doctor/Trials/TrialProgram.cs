namespace Mirrored;

/// <summary>The network that checks train: one hidden layer with ReLU, cross-entropy, Adam.</summary>
internal sealed class TrialProgram : IStepProgram
{
    private const int Features = 16, Hidden = 32, Classes = 4, Rows = 50, Steps = 5;
    private const float LearningRate = 0.02f;

    private readonly Parameter[] _parameters =
    [
        new("hidden/kernel", [Features, Hidden], trainable: true), new("hidden/bias", Hidden, trainable: true),
        new("output/kernel", [Hidden, Classes], trainable: true), new("output/bias", Classes, trainable: true),
    ];

    public Shape InputShape => Features;

    public ModelUpdate Update { get; } = Adam();

    public int Sums => 1;

    /// <summary>Trains on numbers that are always the same.</summary>
    /// <returns>The mean loss of each step.</returns>
    public static double[] Train(MirroredStrategy strategy)
    {
        TrialProgram program = new();
        using StepEngine engine = new(
            strategy.Group, program, program._parameters, strategy.Options.Deterministic, seed: 1, options: strategy.EngineOptions);
        engine.Initialize(program.Initializers());
        engine.ResetOptimizer();
        NDArray<float> x = new([.. Enumerable.Range(0, Rows * Features).Select(i => MathF.Sin(i * 0.37f))], [Rows, Features]);
        NDArray<int> y = Enumerable.Range(0, Rows).Select(i => i % Classes).ToArray();
        using ResidentData data = engine.Load(x.Source, y.Source);
        int[] rows = [.. Enumerable.Range(0, Rows)];
        double[] losses = new double[Steps];
        for (int step = 0; step < Steps; step++)
        {
            engine.ClearSums();
            engine.Run(StepMode.Train, data, rows);
            engine.ReadSums(losses.AsSpan(step, 1));
            losses[step] /= Rows;
        }

        return losses;
    }

    public void Describe(StepBuilder step, PlanTensor features)
    {
        PlanTensor hidden = step.Relu(step.AddBias(step.MatMul(features, _parameters[0]), _parameters[1]));
        PlanTensor output = step.AddBias(step.MatMul(hidden, _parameters[2]), _parameters[3]);
        step.Accumulate(step.Minimize(step.SparseCrossEntropy(step.Labels, output, fromLogits: true)), 0);
    }

    double IStepProgram.LearningRate(long iterations) => LearningRate;

    private Operation[] Initializers() =>
    [
        .. _parameters.Select((parameter, i) => new RandomUniformOperation
        {
            Output = parameter.Value, Seed = 1, Stream = (uint)i | 0x8000_0000u, Minimum = -0.3f, Maximum = 0.3f,
        }),
    ];

    private static ModelUpdate Adam()
    {
        UpdateBuilder update = new();
        AdamUpdate.Describe(update, beta1: 0.9, beta2: 0.999, epsilon: 1e-7);
        return new ModelUpdate(update);
    }
}
