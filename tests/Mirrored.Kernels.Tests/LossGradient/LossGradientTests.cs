namespace Mirrored;

public abstract class LossGradientTests(TestDevice device) : OperationTests(device)
{
    internal static LossGradientOperation Place(OperationHarness harness, int rows, int rowsPerWeight = 1)
    {
        harness.State.GradientScale = 0.1f;
        harness.State.LossScale = 3;
        int weights = rows / rowsPerWeight;
        return new LossGradientOperation
        {
            Scale = LossScale.OfStep with
            {
                Factor = 0.7f,
                Weights = harness.Place("weights", weights, TestData.Uniform(rows, weights, 0, 2)),
            },
            Output = harness.PlaceOutput("gradient", rows),
        };
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Launch_AnyNumberOfRows_MultipliesInTheDocumentedOrder(int rowsPerWeight)
    {
        for (int weights = 0; weights <= 257; weights++)
        {
            using OperationHarness harness = NewHarness();
            LossGradientOperation operation = Place(harness, weights * rowsPerWeight, rowsPerWeight);

            harness.Run(operation);

            float[] given = harness.Read(operation.Scale.Weights!);
            float[] expected = [.. Enumerable.Range(0, weights * rowsPerWeight).Select(i => 0.1f * 3 * 0.7f * given[i / rowsPerWeight])];
            Expect.SameBits(expected, harness.Read(operation.Output), $"{weights} weights");
        }
    }

    [Fact]
    public void Launch_NeitherStepNorWeights_GivesTheFactor()
    {
        using OperationHarness harness = NewHarness();
        harness.State.GradientScale = 5;
        LossGradientOperation operation = new()
        {
            Scale = new LossScale { Factor = 0.25f }, Output = harness.PlaceOutput("gradient", 3),
        };

        harness.Run(operation);

        Assert.Equal([0.25f, 0.25f, 0.25f], harness.Read(operation.Output));
    }

    [Fact]
    public void Prepare_WeightsThatDoNotDivideTheRows_Throws()
    {
        using OperationHarness harness = NewHarness();
        LossGradientOperation operation = new()
        {
            Scale = new LossScale { Weights = harness.PlaceOutput("weights", 2) }, Output = harness.PlaceOutput("gradient", 3),
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => harness.Prepare(operation));

        Assert.Equal("LossGradient: weights (2,) Float32 does not fit; expected a Float32 weight for each of 3 rows.", error.Message);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 3000, 3);
}
