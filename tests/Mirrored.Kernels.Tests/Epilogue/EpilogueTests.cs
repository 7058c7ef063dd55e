namespace Mirrored;

public abstract class EpilogueTests(TestDevice device) : OperationTests(device)
{
    // The largest errors of the two functions, in units of the last place.
    private const double SigmoidUnits = 2.41;
    private const double TanhUnits = 1.34;

    private const int RngStep = 11;
    private const int FirstGlobalRow = 1000;

    private static readonly DropoutMask Mask = new(Seed: 0xABCDEF0123456789, Layer: 2, Rate: 0.3);

    internal static EpilogueOperation Place(
        OperationHarness harness,
        int rows,
        int columns,
        Activation activation,
        bool bias = true,
        DropoutMask? dropout = null)
    {
        harness.State.RngStep = RngStep;
        harness.State.FirstGlobalRow = FirstGlobalRow;
        return new EpilogueOperation
        {
            Input = harness.Place("x", [rows, columns], TestData.Uniform(rows + columns, (long)rows * columns, -3, 3)),
            Bias = bias ? harness.Place("bias", columns, TestData.Uniform(columns, columns)) : null,
            Activation = activation,
            Dropout = dropout,
            Output = harness.PlaceOutput("y", [rows, columns]),
        };
    }

    internal static double Forward(Activation activation, double x) => activation switch
    {
        Activation.Linear => x,
        Activation.Relu => x < 0 ? 0 : x,
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.Tanh => Math.Tanh(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Launch_AnyNumberOfColumns_FollowsTheFormula(int activation, bool bias, bool dropout)
    {
        for (int columns = 0; columns <= 257; columns++) Check(3, columns, (Activation)activation, bias, dropout);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Launch_AnyNumberOfRows_FollowsTheFormula(int activation, bool bias, bool dropout)
    {
        for (int rows = 0; rows <= 257; rows++) Check(rows, 5, (Activation)activation, bias, dropout);
    }

    [Fact]
    public void Launch_InPlace_GivesTheSameBits()
    {
        using OperationHarness harness = NewHarness();
        EpilogueOperation apart = Place(harness, 7, 70, Activation.Relu, dropout: Mask);
        EpilogueOperation inPlace = new()
        {
            Input = apart.Input,
            Bias = apart.Bias,
            Activation = apart.Activation,
            Dropout = apart.Dropout,
            Output = apart.Input,
        };

        harness.Run(apart);
        harness.Run(inPlace, writes: [apart.Input, apart.Output]);

        Expect.SameBits(harness.Read(apart.Output), harness.Read(apart.Input), "in place");
    }

    [Theory]
    [InlineData((int)Activation.Linear)]
    [InlineData((int)Activation.Relu)]
    [InlineData((int)Activation.Sigmoid)]
    [InlineData((int)Activation.Tanh)]
    public void Launch_NotANumber_StaysThere(int activation)
    {
        const int Columns = 20, Bad = 6;
        float[] input = TestData.Uniform(1, Columns);
        input[Bad] = float.NaN;
        using OperationHarness harness = NewHarness();
        EpilogueOperation operation = new()
        {
            Input = harness.Place("x", [1, Columns], input),
            Activation = (Activation)activation,
            Output = harness.PlaceOutput("y", [1, Columns]),
        };

        harness.Run(operation);

        float[] output = harness.Read(operation.Output);
        for (int column = 0; column < Columns; column++) Assert.Equal(column == Bad, float.IsNaN(output[column]));
    }

    [Fact]
    public void Launch_Infinities_HaveTheirLimits()
    {
        Assert.Equal([0f, float.PositiveInfinity], RunOnInfinities(Activation.Relu));
        Assert.Equal([0f, 1f], RunOnInfinities(Activation.Sigmoid));
        Assert.Equal([-1f, 1f], RunOnInfinities(Activation.Tanh));
    }

    [Fact]
    public void Launch_Dropout_KeepsTheDocumentedShare()
    {
        const int Rows = 200, Columns = 500;
        float[] output = RunOnOnes(Rows, Columns, Mask);

        // Binomial: mean 70,000, standard deviation sqrt(100,000 * 0.3 * 0.7) = 144.9; 5 of them is 725.
        int kept = output.Count(value => value != 0);
        Assert.InRange(kept, 70_000 - 725, 70_000 + 725);
        Assert.All(output, value => Assert.True(value is 0 or (float)(1 / 0.7)));
    }

    [Fact]
    public void Launch_DropoutOfRateZero_KeepsEverything() =>
        Assert.All(RunOnOnes(10, 33, Mask with { Rate = 0 }), value => Assert.Equal(1, value));

    [Fact]
    public void Launch_DropoutOfRateOne_KeepsNothing() =>
        Assert.All(RunOnOnes(10, 33, Mask with { Rate = 1 }), value => Assert.Equal(0, value));

    [Fact]
    public void Launch_RowsOfALargerBatch_HaveTheSameMask()
    {
        const int Rows = 20, Columns = 70, Start = 7, Count = 9;
        float[] whole = RunOnOnes(Rows, Columns, Mask);
        float[] part = RunOnOnes(Count, Columns, Mask, FirstGlobalRow + Start);

        Expect.SameBits(whole[(Start * Columns)..((Start + Count) * Columns)], part, "rows 7 to 15");
    }

    [Fact]
    public void Launch_OtherSeedLayerOrStep_HasAnotherMask()
    {
        float[] mask = RunOnOnes(4, 64, Mask);

        Assert.NotEqual(mask, RunOnOnes(4, 64, Mask with { Seed = Mask.Seed + 1 }));
        Assert.NotEqual(mask, RunOnOnes(4, 64, Mask with { Seed = Mask.Seed + (1ul << 32) }));
        Assert.NotEqual(mask, RunOnOnes(4, 64, Mask with { Layer = Mask.Layer + 1 }));
        Assert.NotEqual(mask, RunOnOnes(4, 64, Mask, rngStep: RngStep + 1));
    }

    [Fact]
    public void Prepare_BiasOfAnotherLength_Throws()
    {
        using OperationHarness harness = NewHarness();
        EpilogueOperation operation = new()
        {
            Input = harness.PlaceOutput("x", [2, 3]),
            Bias = harness.PlaceOutput("dense/bias", 4),
            Output = harness.PlaceOutput("y", [2, 3]),
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => harness.Prepare(operation));

        Assert.Equal("Epilogue: dense/bias (4,) Float32 does not fit; expected 3 elements of Float32.", error.Message);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Prepare_RateThatIsNoProbability_Throws(double rate)
    {
        using OperationHarness harness = NewHarness();
        EpilogueOperation operation =
            Place(harness, 2, 3, Activation.Linear, dropout: Mask with { Rate = rate });

        Assert.Throws<ArgumentException>(() => harness.Prepare(operation));
    }

    public static TheoryData<int, bool, bool> Combinations()
    {
        TheoryData<int, bool, bool> data = [];
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            data.Add((int)activation, true, true);
            data.Add((int)activation, true, false);
            data.Add((int)activation, false, true);
            data.Add((int)activation, false, false);
        }

        return data;
    }

    private protected override Operation PlaceTypical(OperationHarness harness) =>
        Place(harness, 100, 300, Activation.Relu, dropout: Mask);

    private void Check(int rows, int columns, Activation activation, bool bias, bool dropout)
    {
        using OperationHarness harness = NewHarness();
        EpilogueOperation operation = Place(harness, rows, columns, activation, bias, dropout ? Mask : null);

        harness.Run(operation);

        float[] input = harness.Read(operation.Input);
        float[] biases = operation.Bias is null ? new float[columns] : harness.Read(operation.Bias);
        double[] expected = new double[input.Length];
        for (int i = 0; i < input.Length; i++)
        {
            // The sum is one float32 addition by contract.
            float sum = input[i] + biases[i % columns];
            bool kept = !dropout || PhiloxReference.Dropout(Mask, RngStep, FirstGlobalRow + i / columns, i % columns)
                >= Mask.Threshold;
            expected[i] = kept ? Forward(activation, sum) * (dropout ? Mask.Scale : 1f) : 0;
        }

        // A unit in the last place is at most two roundings; the product with the scale rounds once more.
        double units = activation switch { Activation.Sigmoid => SigmoidUnits, Activation.Tanh => TanhUnits, _ => 0 };
        double roundings = 2 * units + (dropout ? 1 : 0);
        Expect.Close(
            expected, harness.Read(operation.Output), i => roundings * Expect.Rounding * Math.Abs(expected[i]),
            $"{rows} rows, {columns} columns");
    }

    private float[] RunOnInfinities(Activation activation)
    {
        using OperationHarness harness = NewHarness();
        EpilogueOperation operation = new()
        {
            Input = harness.Place("x", [1, 2], [float.NegativeInfinity, float.PositiveInfinity]),
            Activation = activation,
            Output = harness.PlaceOutput("y", [1, 2]),
        };
        harness.Run(operation);
        return harness.Read(operation.Output);
    }

    private float[] RunOnOnes(
        int rows, int columns, DropoutMask mask, int firstGlobalRow = FirstGlobalRow, int rngStep = RngStep)
    {
        using OperationHarness harness = NewHarness();
        harness.State.RngStep = rngStep;
        harness.State.FirstGlobalRow = firstGlobalRow;
        EpilogueOperation operation = new()
        {
            Input = harness.Place("x", [rows, columns], Enumerable.Repeat(1f, rows * columns).ToArray()),
            Dropout = mask,
            Output = harness.PlaceOutput("y", [rows, columns]),
        };
        harness.Run(operation);
        return harness.Read(operation.Output);
    }
}
