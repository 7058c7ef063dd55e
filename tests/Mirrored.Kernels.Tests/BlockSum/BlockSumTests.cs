namespace Mirrored;

public abstract class BlockSumTests(TestDevice device) : OperationTests(device)
{
    private static readonly int[] Lengths = [1, 3, 4, 63, 64, 65, 200, 3000];

    internal static BlockSumOperation Place(OperationHarness harness, FlatWeights flat, bool gradients, double clipValue = 0.7) => new()
    {
        Weights = harness.Place("w", flat.Length, flat.Values(1)),
        Gradients = gradients ? harness.Place("g", flat.Length, flat.Values(2)) : null,
        Segments = flat.Place(harness),
        ClipValue = clipValue,
    };

    [Theory]
    [InlineData(0.7)]
    [InlineData(double.PositiveInfinity)]
    public void Launch_Gradients_SumsSquaresInTheDocumentedOrder(double clipValue)
    {
        FlatWeights flat = UpdateTests.Varied(Lengths);
        using OperationHarness harness = NewHarness();
        BlockSumOperation operation = Place(harness, flat, gradients: true, clipValue);

        harness.Run(operation);

        float[] w = flat.Values(1), g = flat.Values(2);
        Check(flat, harness, operation, (i, segment) =>
        {
            double limited = UpdateRules.Gradient(g[i], w[i], segment, (float)clipValue);
            return limited * limited;
        });
    }

    [Fact]
    public void Launch_Penalty_SumsMagnitudesAndSquares()
    {
        FlatWeights flat = UpdateTests.Varied(Lengths);
        using OperationHarness harness = NewHarness();
        BlockSumOperation operation = Place(harness, flat, gradients: false);

        harness.Run(operation);

        float[] w = flat.Values(1);
        double[] found = harness.Read<double>(operation.Segments.Sums);
        for (int block = 0; block < flat.Blocks; block++)
        {
            int number = flat.Of(block * Segment.BlockLength);
            if (number < 0) Assert.Equal(0, found[block]);
            if (number < 0) continue;
            Segment segment = flat.Segments[number];
            double expected = segment.L1 * Sum(block, i => i < segment.End ? Math.Abs((double)w[i]) : 0)
                + 0.5 * segment.TwiceL2 * Sum(block, i => i < segment.End ? (double)w[i] * w[i] : 0);
            Assert.Equal(expected, found[block]);
        }
    }

    [Fact]
    public void Launch_PenaltyWhereTheFirstRowIsNot_DoesNothing()
    {
        using OperationHarness harness = NewHarness();
        BlockSumOperation operation = Place(harness, UpdateTests.Varied(Lengths), gradients: false);
        harness.State.FirstGlobalRow = 1;

        harness.Run(operation, writes: []);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) =>
        Place(harness, UpdateTests.Varied([20_000, 100]), gradients: true);

    private static void Check(FlatWeights flat, OperationHarness harness, BlockSumOperation operation, Func<int, Segment, double> term)
    {
        double[] found = harness.Read<double>(operation.Segments.Sums);
        for (int block = 0; block < flat.Blocks; block++)
            Assert.Equal(Sum(block, i => flat.Of(i) is >= 0 and int number ? term(i, flat.Segments[number]) : 0), found[block]);
    }

    private static double Sum(int block, Func<int, double> term)
    {
        double[] lanes = new double[4];
        for (int i = 0; i < Segment.BlockLength; i++) lanes[i % 4] += term(block * Segment.BlockLength + i);
        return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
    }
}
