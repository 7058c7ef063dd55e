namespace Mirrored;

public abstract class ColumnSumTests(TestDevice device) : OperationTests(device)
{
    internal static ColumnSumOperation Place(OperationHarness harness, int rows, int columns) => new()
    {
        Input = harness.Place("gradient", [rows, columns], TestData.Uniform(rows + columns, (long)rows * columns)),
        Output = harness.PlaceOutput("bias", columns),
    };

    [Fact]
    public void Launch_AnyNumberOfColumns_SumsInTheDocumentedOrder()
    {
        for (int columns = 0; columns <= 257; columns++) Check(rows: 70, columns);
    }

    [Fact]
    public void Launch_AnyNumberOfRows_SumsInTheDocumentedOrder()
    {
        for (int rows = 0; rows <= 257; rows++) Check(rows, columns: 21);
    }

    [Fact]
    public void Launch_ManyRows_IsCloseToTheExactSum()
    {
        const int Rows = 2000, Columns = 10;
        using OperationHarness harness = NewHarness();
        ColumnSumOperation operation = Place(harness, Rows, Columns);

        harness.Run(operation);

        float[] input = harness.Read(operation.Input);
        double[] sums = new double[Columns], magnitudes = new double[Columns];
        for (int i = 0; i < input.Length; i++)
        {
            sums[i % Columns] += input[i];
            magnitudes[i % Columns] += Math.Abs(input[i]);
        }

        // An element takes part in at most 64 additions of its chunk and 32 of the chunks, each rounding once.
        const int Additions = ColumnSumOperation.ChunkRows + (Rows + 63) / ColumnSumOperation.ChunkRows;
        Expect.Close(
            sums, harness.Read(operation.Output), j => Additions * Expect.Rounding * magnitudes[j], "sums");
    }

    [Fact]
    public void Launch_NotANumberInOneColumn_SpoilsThatSumOnly()
    {
        const int Rows = 3, Columns = 40, Bad = 33;
        float[] input = TestData.Uniform(1, Rows * Columns);
        input[Columns + Bad] = float.NaN;
        using OperationHarness harness = NewHarness();
        ColumnSumOperation operation = new()
        {
            Input = harness.Place("gradient", [Rows, Columns], input),
            Output = harness.PlaceOutput("bias", Columns),
        };

        harness.Run(operation);

        float[] sums = harness.Read(operation.Output);
        for (int j = 0; j < Columns; j++) Assert.Equal(j == Bad, float.IsNaN(sums[j]));
    }

    [Fact]
    public void Prepare_OutputOfAnotherLength_Throws()
    {
        using OperationHarness harness = NewHarness();
        ColumnSumOperation operation = new()
        {
            Input = harness.PlaceOutput("gradient", [3, 4]),
            Output = harness.PlaceOutput("bias", 5),
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => harness.Prepare(operation));

        Assert.Equal("ColumnSum: bias (5,) Float32 does not fit; expected 4 elements of Float32.", error.Message);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 1024, 200);

    private void Check(int rows, int columns)
    {
        using OperationHarness harness = NewHarness();
        ColumnSumOperation operation = Place(harness, rows, columns);

        harness.Run(operation);

        float[] input = harness.Read(operation.Input);
        float[] expected = new float[columns];
        for (int chunk = 0; chunk < rows; chunk += 64)
        {
            for (int j = 0; j < columns; j++)
            {
                float sum = 0;
                for (int i = chunk; i < Math.Min(rows, chunk + 64); i++) sum += input[i * columns + j];
                expected[j] += sum;
            }
        }

        Expect.SameBits(expected, harness.Read(operation.Output), $"{rows} rows, {columns} columns");
    }
}
