namespace Mirrored;

public abstract class AccumulateTests(TestDevice device) : OperationTests(device)
{
    internal static AccumulateOperation Place(OperationHarness harness, int rows) => new()
    {
        Input = harness.Place("row losses", rows, TestData.Uniform(rows, rows)),
        Accumulator = harness.Place("loss", 1, [1000.25]),
    };

    [Fact]
    public void Launch_AnyNumberOfRows_SumsInTheDocumentedOrder()
    {
        for (int rows = 0; rows <= 257; rows++)
        {
            using OperationHarness harness = NewHarness();
            AccumulateOperation operation = Place(harness, rows);

            harness.Run(operation);

            double sum = 0;
            foreach (float[] chunk in harness.Read(operation.Input).Chunk(64))
            {
                double chunkSum = 0;
                foreach (float value in chunk) chunkSum += value;
                sum += chunkSum;
            }

            Assert.Equal(1000.25 + sum, harness.Read<double>(operation.Accumulator)[0]);
        }
    }

    [Theory]
    [InlineData(2f, true)]
    [InlineData(float.NaN, false)]
    [InlineData(float.PositiveInfinity, false)]
    public void Launch_WithGuard_TellsWhetherTheSumIsFinite(float value, bool finite)
    {
        foreach (bool adds in (bool[])[false, true])
        {
            foreach (float before in (float[])[0, float.NaN])
            {
                using OperationHarness harness = NewHarness();
                AccumulateOperation operation = new()
                {
                    Input = harness.Place("row losses", 3, [0.5f, value, -2f]), Accumulator = harness.Place("loss", 1, [10.0]),
                    Guard = harness.Place("guard", 1, [before]), AddsToGuard = adds,
                };

                harness.Run(operation);

                float guard = harness.Read(operation.Guard)[0];
                Assert.Equal(finite && (!adds || before == 0), BitConverter.SingleToInt32Bits(guard) == 0);
                Assert.Equal(!finite || (adds && float.IsNaN(before)), float.IsNaN(guard));
            }
        }
    }

    [Fact]
    public void Launch_Twice_AddsTwice()
    {
        using OperationHarness harness = NewHarness();
        AccumulateOperation operation = new()
        {
            Input = harness.Place("row losses", 3, [0.5f, 1f, 2f]),
            Accumulator = harness.Place("loss", 1, [10.0]),
        };
        PreparedOperation prepared = harness.Prepare(operation);

        harness.Launch(prepared);
        harness.Launch(prepared);

        Assert.Equal(17, harness.Read<double>(operation.Accumulator)[0]);
    }

    [Fact]
    public void Launch_SumBeyondFloat32_KeepsEveryUnit()
    {
        // 2^24 + 1 is no float32, but the sum is float64.
        using OperationHarness harness = NewHarness();
        AccumulateOperation operation = new()
        {
            Input = harness.Place("row losses", 2, [16777216f, 1f]),
            Accumulator = harness.Place("loss", 1, [0.0]),
        };

        harness.Run(operation);

        Assert.Equal(16777217, harness.Read<double>(operation.Accumulator)[0]);
    }

    [Fact]
    public void Launch_NotANumber_GivesNotANumber()
    {
        using OperationHarness harness = NewHarness();
        AccumulateOperation operation = new()
        {
            Input = harness.Place("row losses", 2, [float.NaN, 1f]),
            Accumulator = harness.Place("loss", 1, [0.0]),
        };

        harness.Run(operation);

        Assert.True(double.IsNaN(harness.Read<double>(operation.Accumulator)[0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Launch_WeightedColumns_SumsEachInTheDocumentedOrder(int count)
    {
        foreach ((int rows, int columns) in new[] { (0, 3), (2, 1), (200, 1), (130, 5), (400, 300), (20_000, 2) })
        {
            using OperationHarness harness = NewHarness();
            AccumulateOperation operation = PlaceWeighted(harness, rows, columns, (AccumulateCount)count);

            harness.Run(operation);

            float[] input = harness.Read(operation.Input), weights = harness.Read(operation.Weights!);
            double Weight(int row) => weights[row / 2];
            List<double> expected = [.. Enumerable.Range(0, columns).Select(
                j => 1.5 + (3 * 7 * Sum(rows, i => Weight(i) * input[(i * columns) + j])))];
            if (count == (int)AccumulateCount.Rows) expected.Add(1.5 + rows);
            if (count == (int)AccumulateCount.Weights) expected.Add(1.5 + Sum(rows, Weight));
            Assert.Equal(expected, harness.Read<double>(operation.Accumulator));
        }
    }

    [Fact]
    public void Launch_WeightsCountedButNone_CountsTheRows()
    {
        using OperationHarness harness = NewHarness();
        AccumulateOperation operation = new()
        {
            Input = harness.Place("values", [3, 1], [0.5f, 1f, 2f]), Count = AccumulateCount.Weights,
            Accumulator = harness.Place("sums", 2, [10.0, 20.0]),
        };

        harness.Run(operation);

        Assert.Equal([13.5, 23], harness.Read<double>(operation.Accumulator));
    }

    [Fact]
    public void Prepare_Float32Accumulator_Throws()
    {
        using OperationHarness harness = NewHarness();
        AccumulateOperation operation = new()
        {
            Input = harness.PlaceOutput("row losses", 2),
            Accumulator = harness.PlaceOutput("loss", 1),
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => harness.Prepare(operation));

        Assert.Equal("Accumulate: loss (1,) Float32 does not fit; expected 1 elements of Float64.", error.Message);
    }

    /// <summary>Two rows share a weight; three times the seven rows of the global batch multiply the sums.</summary>
    internal static AccumulateOperation PlaceWeighted(OperationHarness harness, int rows, int columns, AccumulateCount count)
    {
        harness.State.GlobalRows = 7;
        int sums = columns + (count == AccumulateCount.None ? 0 : 1);
        return new AccumulateOperation
        {
            Input = harness.Place("values", [rows, columns], TestData.Uniform(rows, (long)rows * columns)),
            Weights = harness.Place("weights", (rows + 1) / 2, TestData.Uniform(rows + 1, (rows + 1) / 2, 0, 2)),
            Count = count, Factor = 3, PerBatch = true, Accumulator = harness.Place("sums", sums, [.. Enumerable.Repeat(1.5, sums)]),
        };
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 1024);

    private static double Sum(int rows, Func<int, double> term)
    {
        double sum = 0;
        foreach (int[] chunk in Enumerable.Range(0, rows).Chunk(64))
        {
            double chunkSum = 0;
            foreach (int row in chunk) chunkSum += term(row);
            sum += chunkSum;
        }

        return sum;
    }
}
