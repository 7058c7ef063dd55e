namespace Mirrored.Core.Tests;

/// <summary>Three layers with ReLU, dropout and tanh, trained with Adam: a model without Keras.</summary>
internal sealed class MlpProgram(int features, int hidden, int classes = 10) : IStepProgram
{
    public Parameter[] Parameters { get; } =
    [
        new("a/kernel", [features, hidden], true), new("a/bias", hidden, true), new("b/kernel", [hidden, hidden], true),
        new("b/bias", hidden, true), new("c/kernel", [hidden, classes], true), new("c/bias", classes, true),
    ];

    public Shape InputShape => features;

    public ModelUpdate Update { get; } = TestUpdates.Moments();

    /// <summary>Makes an engine with initial weights and an optimizer.</summary>
    public StepEngine Engine(
        MirroredStrategy strategy, long oneBucketBelow = BucketPlanner.OneBucketBelow, EngineOptions? options = null)
    {
        StepEngine engine = new(
            strategy.Group, this, Parameters, strategy.Options.Deterministic, seed: 5, oneBucketBelow, options ?? strategy.EngineOptions);
        engine.Initialize([.. Parameters.Select((p, i) => new RandomUniformOperation
        {
            Output = p.Value, Seed = 1, Stream = (uint)i | 0x8000_0000u, Minimum = -0.05f, Maximum = 0.05f,
        })]);
        engine.ResetOptimizer();
        return engine;
    }

    /// <summary>Some rows that fit the model.</summary>
    public ResidentData Data(StepEngine engine, int rows)
    {
        NDArray<float> x = new([.. Enumerable.Range(0, rows * features).Select(i => MathF.Sin(i))], [rows, features]);
        NDArray<int> y = Enumerable.Range(0, rows).Select(i => i % classes).ToArray();
        return engine.Load(x.Source, y.Source);
    }

    /// <summary>All weights of one replica.</summary>
    public float[] Weights(StepEngine engine, int replica) =>
        [.. Parameters.SelectMany(p => engine.ReadWeight(p, replica).ToArray())];

    public void Describe(StepBuilder step, PlanTensor features)
    {
        PlanTensor a = step.Dropout(step.Relu(step.AddBias(step.MatMul(features, Parameters[0]), Parameters[1])), 0.2);
        PlanTensor b = step.Tanh(step.AddBias(step.MatMul(a, Parameters[2]), Parameters[3]));
        PlanTensor c = step.AddBias(step.MatMul(b, Parameters[4]), Parameters[5]);
        step.Accumulate(step.SparseCrossEntropy(c, fromLogits: true), 0);
    }

    public double LearningRate(long iterations) => 0.001;
}
