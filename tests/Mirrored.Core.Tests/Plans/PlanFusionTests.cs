namespace Mirrored.Core.Tests;

public sealed class PlanFusionTests
{
    [Fact]
    public void Fuse_TrainingStep_FoldsEverythingIntoTheProducts()
    {
        StepBuilder step = PlanFixture.Describe(StepMode.Train);

        IReadOnlyList<Operation> plan = PlanFusion.Fuse(step.Operations, step.Kept);

        // No softmax, no input gradient of the first layer, no separate gather, bias, ReLU or dropout.
        Assert.Equal(
            ["Gather", "MatMul", "MatMul", "Accumulate", "Accumulate", "ColumnSum", "MatMul", "MatMul", "ColumnSum", "MatMul"],
            plan.Select(o => o.Name));
        MatMulOperation first = (MatMulOperation)plan[1];
        Assert.Equal(["Gather"], first.Before.Select(o => o.Name));
        EpilogueOperation epilogue = Assert.IsType<EpilogueOperation>(Assert.Single(first.After));
        Assert.Equal(Activation.Relu, epilogue.Activation);
        Assert.NotNull(epilogue.Bias);
        Assert.NotNull(epilogue.Dropout);
        Assert.Same(first.Output, epilogue.Input);
        Assert.Same(first.Output, epilogue.Output);
        Assert.Equal(["Epilogue", "SparseCrossEntropy"], ((MatMulOperation)plan[2]).After.Select(o => o.Name));
    }

    [Fact]
    public void Fuse_ReluThenDropout_NeedsNoSecondDraw()
    {
        StepBuilder step = PlanFixture.Describe(StepMode.Train);

        IReadOnlyList<Operation> plan = PlanFusion.Fuse(step.Operations, step.Kept);

        MatMulOperation hiddenGradient = (MatMulOperation)plan[7];
        EpilogueGradientOperation gradient = Assert.IsType<EpilogueGradientOperation>(Assert.Single(hiddenGradient.After));
        Assert.Equal(Activation.Relu, gradient.Activation);
        Assert.NotNull(gradient.Dropout);
        Assert.Same(((MatMulOperation)plan[1]).Output, gradient.Output);
    }

    [Fact]
    public void Fuse_Loss_AlsoCountsWhatIsRight()
    {
        StepBuilder step = PlanFixture.Describe(StepMode.Evaluate);

        IReadOnlyList<Operation> plan = PlanFusion.Fuse(step.Operations, step.Kept);

        SparseCrossEntropyOperation loss =
            plan.OfType<MatMulOperation>().SelectMany(p => p.After).OfType<SparseCrossEntropyOperation>().Single();
        Assert.NotNull(loss.Correct);
        Assert.Null(loss.Gradient);
        Assert.False(loss.FromProbabilities);
    }

    [Fact]
    public void Fuse_Prediction_KeepsSoftmax()
    {
        StepBuilder step = PlanFixture.Describe(StepMode.Predict);

        IReadOnlyList<Operation> plan = PlanFusion.Fuse(step.Operations, step.Kept);

        Assert.Equal(["Epilogue", "Softmax"], ((MatMulOperation)plan[^1]).After.Select(o => o.Name));
    }

    [Fact]
    public void Fuse_SigmoidThenDropout_KeepsWhatBackwardReads()
    {
        Parameter kernel = new("kernel", [6, 3], true);
        _ = new ParameterLayout([kernel], 1);
        StepBuilder step = new(new PlanKey(StepMode.Train, 5, DType.UInt8, DType.Int32), [kernel], 1);
        PlanTensor output = step.Dropout(step.Sigmoid(step.MatMul(step.Begin(6), kernel)), 0.5);
        step.Accumulate(step.Minimize(step.SparseCrossEntropy(step.Labels, output, fromLogits: true)), 0);
        step.Backward();

        IReadOnlyList<Operation> plan = PlanFusion.Fuse(step.Operations, step.Kept);

        // The derivative of sigmoid needs its value before dropout, so the two must not become one operation.
        Operation[] all = [.. plan, .. plan.OfType<MatMulOperation>().SelectMany(p => p.After)];
        Assert.DoesNotContain(all.OfType<EpilogueOperation>(), o => o.Activation == Activation.Sigmoid && o.Dropout is not null);
        Assert.DoesNotContain(
            all.OfType<EpilogueGradientOperation>(), o => o.Activation == Activation.Sigmoid && o.Dropout is not null);
    }
}
