namespace Mirrored.Core.Tests;

/// <summary>What a layer's author can do wrong is refused when the step is described.</summary>
public sealed class StepBuilderTests
{
    private readonly Parameter[] _parameters = PlanFixture.Parameters();

    [Fact]
    public void Dropout_FirstAxisIsNotTheBatch_IsRefused()
    {
        StepBuilder step = Step();
        PlanTensor x = step.Reshape(step.Begin(6), [10, 3]);

        // Rows of 3 would draw the masks of other rows of the batch, and others again on more replicas.
        Assert.Contains("(5,", Assert.Throws<ArgumentException>(() => step.Dropout(x, 0.5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MatMul_WeightOfAnotherModel_IsRefused()
    {
        StepBuilder step = Step();
        PlanTensor x = step.Begin(6);
        Parameter foreign = new("foreign", [6, 2], true), bias = new("foreign/bias", 6, true);

        Assert.Contains("foreign", Assert.Throws<ArgumentException>(() => step.MatMul(x, foreign)).Message, StringComparison.Ordinal);
        Assert.Contains("foreign", Assert.Throws<ArgumentException>(() => step.AddBias(x, bias)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_ShapesThatDoNotFit_NamesBoth()
    {
        StepBuilder step = Step();
        PlanTensor x = step.Begin(6);

        string message = Assert.Throws<ArgumentException>(() => step.Add(x, step.Reshape(x, [6, 5]))).Message;

        Assert.Contains("(6, 5)", message, StringComparison.Ordinal);
        Assert.Contains("(5, 6)", message, StringComparison.Ordinal);
    }

    private StepBuilder Step()
    {
        _ = new ParameterLayout(_parameters, replicas: 1);
        return new StepBuilder(new PlanKey(StepMode.Train, 5, DType.Float32, DType.Int32), _parameters, seed: 1);
    }
}
