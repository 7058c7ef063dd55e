namespace Mirrored;

public abstract class GatherTests(TestDevice device) : OperationTests(device)
{
    private const int SourceRows = 9;

    /// <summary>The rows that the step picks: out of order, one twice, the first and the last.</summary>
    private static readonly int[] Picked = [8, 0, 3, 3, 7];

    internal static GatherOperation PlaceBytes(OperationHarness harness, int rows, int columns, float[] table)
    {
        harness.Features = harness.Place("features", [SourceRows, columns], TestData.Bytes(1, SourceRows * columns));
        harness.RowNumbers = harness.Place("rows", rows, TestData.Labels(2, rows, SourceRows));
        harness.ByteValues = harness.Place("table", 256, table);
        return new GatherOperation { Source = DType.UInt8, Output = harness.PlaceOutput("x", [rows, columns]) };
    }

    internal static float[] Table(Func<int, double> value) =>
        [.. Enumerable.Range(0, 256).Select(b => (float)value(b))];

    [Fact]
    public void Launch_FloatFeatures_CopiesThePickedRows()
    {
        for (int columns = 0; columns <= 257; columns++)
        {
            float[] source = TestData.Uniform(1, SourceRows * columns);
            using OperationHarness harness = NewHarness();
            harness.Features = harness.Place("features", [SourceRows, columns], source);
            harness.RowNumbers = harness.Place("rows", Picked.Length, Picked);
            PlanTensor output = harness.PlaceOutput("x", [Picked.Length, columns]);

            harness.Run(new GatherOperation { Source = DType.Float32, Output = output });

            float[] expected = [.. Picked.SelectMany(row => source.Skip(row * columns).Take(columns))];
            Expect.SameBits(expected, harness.Read(output), $"{columns} columns");
        }
    }

    [Fact]
    public void Launch_ByteFeaturesWithQuotients_GivesTheTableExactly() => CheckBytes(Table(b => b / 255.0));

    [Fact]
    public void Launch_ByteFeaturesWithAnyTable_GivesTheTableExactly() => CheckBytes(TestData.Uniform(3, 256));

    [Fact]
    public void Launch_TableChangedInPlace_UsesTheNewOne()
    {
        const int Columns = 100;
        byte[] source = TestData.Bytes(1, SourceRows * Columns);
        using OperationHarness harness = NewHarness();
        harness.Features = harness.Place("features", [SourceRows, Columns], source);
        harness.RowNumbers = harness.Place("rows", Picked.Length, Picked);
        PlanTensor quotients = harness.Place("quotients", 256, Table(b => b / 255.0));
        // Differs from the quotients in one entry that is neither the first nor the last.
        float[] other = Table(b => b == 77 ? -1 : b / 255.0);
        PlanTensor changed = harness.Place("changed", 256, other);
        PlanTensor output = harness.PlaceOutput("x", [Picked.Length, Columns]);
        harness.ByteValues = quotients;
        PreparedOperation prepared = harness.Prepare(new GatherOperation { Source = DType.UInt8, Output = output });
        harness.Launch(prepared);

        harness.ByteValues = changed;
        harness.Launch(prepared);

        float[] expected =
            [.. Picked.SelectMany(row => source.Skip(row * Columns).Take(Columns).Select(b => other[b]))];
        Expect.SameBits(expected, harness.Read(output), "the second launch");
    }

    [Fact]
    public void Launch_IntegerLabels_CopiesThem()
    {
        int[] labels = TestData.Labels(1, SourceRows, 10);
        using OperationHarness harness = NewHarness();
        harness.Labels = harness.Place("labels", SourceRows, labels);

        int[] picked = GatherLabels<int>(harness, DType.Int32, DType.Int32);

        Assert.Equal(Picked.Select(row => labels[row]), picked);
    }

    [Fact]
    public void Launch_ByteLabels_WidensThem()
    {
        byte[] labels = TestData.Bytes(1, SourceRows);
        using OperationHarness harness = NewHarness();
        harness.Labels = harness.Place("labels", SourceRows, labels);

        int[] picked = GatherLabels<int>(harness, DType.UInt8, DType.Int32);

        Assert.Equal(Picked.Select(row => (int)labels[row]), picked);
    }

    [Fact]
    public void Launch_FloatLabels_CopiesThem()
    {
        float[] labels = TestData.Uniform(1, SourceRows);
        using OperationHarness harness = NewHarness();
        harness.Labels = harness.Place("labels", SourceRows, labels);

        float[] picked = GatherLabels<float>(harness, DType.Float32, DType.Float32);

        Assert.Equal(Picked.Select(row => labels[row]), picked);
    }

    [Fact]
    public void Launch_Weights_CopiesThem()
    {
        float[] weights = TestData.Uniform(1, SourceRows);
        using OperationHarness harness = NewHarness();
        harness.Weights = harness.Place("weights", SourceRows, weights);
        harness.RowNumbers = harness.Place("rows", Picked.Length, Picked);
        PlanTensor output = harness.PlaceOutput("y", Picked.Length);

        harness.Run(new GatherOperation { From = GatherSource.Weights, Source = DType.Float32, Output = output });

        Expect.SameBits([.. Picked.Select(row => weights[row])], harness.Read(output), "weights");
    }

    [Fact]
    public void Launch_AnyNumberOfRows_WritesThoseRowsOnly()
    {
        float[] table = Table(b => b / 255.0);
        for (int rows = 0; rows <= 257; rows++)
        {
            using OperationHarness harness = NewHarness();
            GatherOperation operation = PlaceBytes(harness, rows, 3, table);

            harness.Run(operation);

            byte[] source = harness.Read<byte>(harness.Features!);
            int[] picked = harness.Read<int>(harness.RowNumbers!);
            float[] expected = [.. picked.SelectMany(row => source.Skip(row * 3).Take(3).Select(b => table[b]))];
            Expect.SameBits(expected, harness.Read(operation.Output), $"{rows} rows");
        }
    }

    [Theory]
    [InlineData(false, DType.Int32, DType.Float32)]
    [InlineData(false, DType.UInt8, DType.Int32)]
    [InlineData(true, DType.Int32, DType.Float32)]
    [InlineData(true, DType.Float64, DType.Float32)]
    public void Prepare_UnsupportedTypes_Throws(bool labels, DType source, DType output)
    {
        using OperationHarness harness = NewHarness();
        GatherOperation operation = new()
        {
            From = labels ? GatherSource.Labels : GatherSource.Features,
            Source = source,
            Output = harness.PlaceOutput("y", 4, output),
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => harness.Prepare(operation));

        Assert.StartsWith("Gather: ", error.Message, StringComparison.Ordinal);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) =>
        PlaceBytes(harness, 300, 784, Table(b => b / 255.0));

    private void CheckBytes(float[] table)
    {
        for (int columns = 0; columns <= 257; columns++)
        {
            byte[] source = TestData.Bytes(columns, SourceRows * columns);
            using OperationHarness harness = NewHarness();
            harness.Features = harness.Place("features", [SourceRows, columns], source);
            harness.RowNumbers = harness.Place("rows", Picked.Length, Picked);
            harness.ByteValues = harness.Place("table", 256, table);
            PlanTensor output = harness.PlaceOutput("x", [Picked.Length, columns]);

            harness.Run(new GatherOperation { Source = DType.UInt8, Output = output });

            float[] expected =
                [.. Picked.SelectMany(row => source.Skip(row * columns).Take(columns).Select(b => table[b]))];
            Expect.SameBits(expected, harness.Read(output), $"{columns} columns");
        }
    }

    private static T[] GatherLabels<T>(OperationHarness harness, DType source, DType type)
        where T : unmanaged
    {
        harness.RowNumbers = harness.Place("rows", Picked.Length, Picked);
        PlanTensor output = harness.PlaceOutput("y", Picked.Length, type);
        harness.Run(new GatherOperation { From = GatherSource.Labels, Source = source, Output = output });
        return harness.Read<T>(output);
    }
}
