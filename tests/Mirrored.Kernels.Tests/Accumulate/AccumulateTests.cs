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

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 1024);
}
