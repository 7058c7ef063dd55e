namespace Mirrored.Core.Tests;

/// <summary>The sample's network, described by hand: 6 inputs, 4 hidden with ReLU and dropout, 3 classes.</summary>
internal static class PlanFixture
{
    public static Parameter[] Parameters() =>
    [
        new("dense/kernel", [6, 4], true), new("dense/bias", 4, true),
        new("dense_1/kernel", [4, 3], true), new("dense_1/bias", 3, true),
    ];

    public static StepBuilder Describe(StepMode mode, int rows = 5)
    {
        Parameter[] weights = Parameters();
        _ = new ParameterLayout(weights, replicas: 1);
        StepBuilder step = new(new PlanKey(mode, rows, DType.UInt8, DType.Int32), weights, seed: 1);
        PlanTensor x = step.Begin(6);
        PlanTensor hidden = step.Dropout(step.Relu(step.AddBias(step.MatMul(x, weights[0]), weights[1])), 0.2);
        PlanTensor output = step.Softmax(step.AddBias(step.MatMul(hidden, weights[2]), weights[3]));
        if (mode == StepMode.Predict)
        {
            step.Keep(output);
            return step;
        }

        step.Accumulate(step.Minimize(step.SparseCrossEntropy(step.Labels, output, fromLogits: false)), 0);
        step.Accumulate(step.SparseAccuracy(step.Labels, output), 1);
        step.Backward();
        return step;
    }
}
