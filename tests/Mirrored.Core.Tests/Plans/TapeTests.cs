namespace Mirrored.Core.Tests;

public sealed class TapeTests
{
    [Fact]
    public void MatMul_InnerSizesDiffer_NamesBoth()
    {
        Parameter kernel = new("kernel", [7, 2], true);
        StepBuilder step = new(new PlanKey(StepMode.Train, 5, DType.Float32, DType.Int32), [kernel], 1);

        ArgumentException error = Assert.Throws<ArgumentException>(() => step.MatMul(step.Begin(6), kernel));

        Assert.Contains("(5, 6)", error.Message, StringComparison.Ordinal);
        Assert.Contains("(7, 2)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unwind_Chain_WritesEachGradientOnceAndAddsNothing()
    {
        StepBuilder step = PlanFixture.Describe(StepMode.Train);

        Assert.DoesNotContain(step.Operations, o => o is BinaryOperation);
        Assert.All(step.Operations.Where(o => o is MatMulOperation or ColumnSumOperation).GroupBy(o => o.Writes[0]), g => Assert.Single(g));
    }

    [Fact]
    public void Unwind_WeightUsedTwice_AddsTheSecondPartInPlace()
    {
        Parameter kernel = new("kernel", [6, 6], true);
        _ = new ParameterLayout([kernel], 1);
        StepBuilder step = new(new PlanKey(StepMode.Train, 5, DType.Float32, DType.Int32), [kernel], 1);
        PlanTensor output = step.MatMul(step.MatMul(step.Begin(6), kernel), kernel);
        step.Accumulate(step.Minimize(step.SparseCrossEntropy(step.Labels, output, fromLogits: true)), 0);
        step.Backward();

        BinaryOperation sum = Assert.Single(step.Operations.OfType<BinaryOperation>());
        Assert.Equal(BinaryFunction.Add, sum.Function);
        Assert.Same(kernel.Gradient, sum.A);
        Assert.Same(kernel.Gradient, sum.Output);
        // The last use is met first, and its part is written where the gradient lies.
        Assert.Same(kernel.Gradient, step.Operations.OfType<MatMulOperation>().First(p => p.TransposeA).Output);
    }

    [Fact]
    public void Unwind_GradientThatTwoTensorsShare_IsNotOverwritten()
    {
        Parameter kernel = new("kernel", [6, 4], true), bias = new("bias", 4, true);
        _ = new ParameterLayout([kernel, bias], 1);
        StepBuilder step = new(new PlanKey(StepMode.Train, 5, DType.Float32, DType.Int32), [kernel, bias], 1);
        PlanTensor x = step.MatMul(step.Begin(6), kernel);
        PlanTensor output = step.Add(step.AddBias(x, bias), step.Tanh(x));
        step.Accumulate(step.Minimize(step.SparseCrossEntropy(step.Labels, output, fromLogits: true)), 0);
        step.Backward();

        // The gradient of the output is that of both terms, too; the sum of x's parts goes elsewhere.
        BinaryOperation sum = step.Operations.OfType<BinaryOperation>().Last();
        Assert.NotSame(sum.A, sum.Output);
        Assert.NotSame(sum.B, sum.Output);
    }
}
