namespace Mirrored;

public abstract class GlobalMeanTests(TestDevice device) : OperationTests(device)
{
    private const int Rows = 21, Positions = 7;

    internal static GlobalMeanOperation Place(OperationHarness harness, int length, float? momentum = null)
    {
        harness.State.GlobalRows = Rows;
        PlanTensor sum = harness.Place("sum", length, TestData.Uniform(length, length));
        PlanTensor output = momentum is null
            ? harness.PlaceOutput("mean", length)
            : harness.Place("average", length, Averages(length));
        return new GlobalMeanOperation { Sum = sum, Positions = Positions, Momentum = momentum, Output = output };
    }

    [Fact]
    public void Launch_AnyLength_DividesByTheNumbersOfTheBatch()
    {
        for (int length = 0; length <= 257; length++)
        {
            using OperationHarness harness = NewHarness();
            GlobalMeanOperation operation = Place(harness, length);

            harness.Run(operation);

            Assert.Equal(harness.Read(operation.Sum).Select(s => s / (Rows * Positions)), harness.Read(operation.Output));
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.99f)]
    [InlineData(1f)]
    public void Launch_WithMomentum_MovesTheAverage(float momentum)
    {
        for (int length = 1; length <= 257; length += 16)
        {
            using OperationHarness harness = NewHarness();
            GlobalMeanOperation operation = Place(harness, length, momentum);
            float[] before = Averages(length);

            harness.Run(operation);

            float[] sums = harness.Read(operation.Sum);
            Assert.Equal(
                before.Select((a, i) => a + (((sums[i] / (Rows * Positions)) - a) * (1 - momentum))), harness.Read(operation.Output));
        }
    }

    [Fact]
    public void Launch_StepThatDoesNotCount_LeavesTheAverageAlone()
    {
        using OperationHarness harness = NewHarness();
        GlobalMeanOperation operation = Place(harness, 100, momentum: 0.5f);
        harness.State.Skip = 1;

        harness.Run(operation);

        Assert.Equal(Averages(100), harness.Read(operation.Output));
    }

    [Fact]
    public void Launch_NotFinite_StaysNotFinite()
    {
        using OperationHarness harness = NewHarness();
        harness.State.GlobalRows = 2;
        GlobalMeanOperation operation = new()
        {
            Sum = harness.Place("sum", 3, [float.NaN, float.PositiveInfinity, 5f]), Positions = 1, Output = harness.PlaceOutput("mean", 3),
        };

        harness.Run(operation);

        Assert.Equal([float.NaN, float.PositiveInfinity, 2.5f], harness.Read(operation.Output));
    }

    [Fact]
    public void Prepare_WhatDoesNotFit_Throws()
    {
        using OperationHarness harness = NewHarness();
        PlanTensor sum = harness.PlaceOutput("sum", 4), output = harness.PlaceOutput("mean", 5);

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => harness.Prepare(new GlobalMeanOperation { Sum = sum, Positions = 1, Output = output }));

        Assert.Contains("GlobalMean: sum (4,) Float32 does not fit; expected 5 elements", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => harness.Prepare(new GlobalMeanOperation { Sum = sum, Positions = 1, Momentum = 2, Output = sum }));
    }

    private static float[] Averages(int length) => TestData.Uniform(length + 1, length);

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 4096);
}
