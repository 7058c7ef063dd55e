namespace Mirrored.Core.Tests;

public sealed class TapeTests
{
    [Fact]
    public void MatMul_WeightUsedTwice_IsRefused()
    {
        Parameter kernel = new("kernel", [6, 6], true);
        StepBuilder step = new(new PlanKey(StepMode.Train, 5, DType.Float32, DType.Int32), [kernel], 1);
        PlanTensor once = step.MatMul(step.Begin(6), kernel);

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => step.MatMul(once, kernel));

        Assert.Contains("kernel", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MatMul_InnerSizesDiffer_NamesBoth()
    {
        Parameter kernel = new("kernel", [7, 2], true);
        StepBuilder step = new(new PlanKey(StepMode.Train, 5, DType.Float32, DType.Int32), [kernel], 1);

        ArgumentException error = Assert.Throws<ArgumentException>(() => step.MatMul(step.Begin(6), kernel));

        Assert.Contains("(5, 6)", error.Message, StringComparison.Ordinal);
        Assert.Contains("(7, 2)", error.Message, StringComparison.Ordinal);
    }
}
