namespace Mirrored;

public abstract class UnaryTests(TestDevice device) : OperationTests(device)
{
    /// <summary>Half units in the last place: exponential, logarithm, tanh, logistic and error function are good to 3, and the
    /// longest chain here has nine more roundings.</summary>
    internal const double Tolerance = 15 * Expect.Rounding;

    private static readonly float[] Special =
        [0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, 1e-45f, -1e-45f];

    public static TheoryData<string> Functions => [.. Enum.GetNames<UnaryFunction>()];

    internal static UnaryOperation Place(OperationHarness harness, int rows, int columns, UnaryFunction function)
    {
        UnaryReference reference = UnaryReference.Of(function);
        return new UnaryOperation
        {
            Function = function, Parameters = reference.Parameters,
            Input = harness.Place("input", [rows, columns], TestData.Uniform(1, rows * columns, reference.Minimum, reference.Maximum)),
            Output = harness.PlaceOutput("output", [rows, columns]),
        };
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Launch_AnyNumbers_IsCloseToFloat64(string name)
    {
        UnaryFunction function = Enum.Parse<UnaryFunction>(name);
        UnaryReference reference = UnaryReference.Of(function);
        using OperationHarness harness = NewHarness();
        UnaryOperation operation = Place(harness, 9, 257, function);
        float[] x = TestData.Uniform(1, 9 * 257, reference.Minimum, reference.Maximum);

        harness.Run(operation);

        double[] expected = [.. x.Select(v => reference.Value(v))];
        Expect.Close(
            expected, harness.Read(operation.Output),
            i => Tolerance * Math.Max(Math.Abs(expected[i]), reference.Scale?.Invoke(x[i]) ?? 0), name);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Launch_AnyShape_GivesTheBitsOfOneLane(string name)
    {
        UnaryFunction function = Enum.Parse<UnaryFunction>(name);
        for (int columns = 0; columns <= 35; columns++) Check(function, 3, columns);
        Check(function, 5, 257);
        Check(function, 0, 5);

        void Check(UnaryFunction f, int rows, int columns) => Expect.SameBits(
            Run(new OperationHarness(CpuTestDevice.Portable), h => Place(h, rows, columns, f)),
            Run(NewHarness(), h => Place(h, rows, columns, f)), $"{f} ({rows}, {columns})");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Launch_SpecialNumbers_GivesTheBitsOfOneLaneAndKeepsNaN(string name)
    {
        UnaryFunction function = Enum.Parse<UnaryFunction>(name);
        float[] expected = Run(new OperationHarness(CpuTestDevice.Portable), PlaceSpecial);

        Expect.SameBits(expected, Run(NewHarness(), PlaceSpecial), name);
        Assert.True(float.IsNaN(expected[2]), "NaN is lost.");

        UnaryOperation PlaceSpecial(OperationHarness harness) => new()
        {
            Function = function, Parameters = UnaryReference.Of(function).Parameters,
            Input = harness.Place("input", [1, Special.Length], Special), Output = harness.PlaceOutput("output", [1, Special.Length]),
        };
    }

    [Fact]
    public void LeakyRelu_SlopeOfZero_GivesZeroEvenOfInfinity()
    {
        using OperationHarness harness = NewHarness();
        UnaryOperation operation = new()
        {
            Function = UnaryFunction.LeakyRelu, Parameters = new(0, 0, float.PositiveInfinity),
            Input = harness.Place("input", [1, 3], [float.NegativeInfinity, -1f, float.PositiveInfinity]),
            Output = harness.PlaceOutput("output", [1, 3]),
        };

        harness.Run(operation);

        Expect.SameBits([0, 0, float.PositiveInfinity], harness.Read(operation.Output), "leaky ReLU");
    }

    [Fact]
    public void Prepare_OutputOfAnotherSize_IsRefused()
    {
        using OperationHarness harness = NewHarness();
        UnaryOperation operation = new()
        {
            Function = UnaryFunction.Exp, Input = harness.PlaceOutput("input", [4, 3]), Output = harness.PlaceOutput("output", [3, 4]),
        };

        Assert.Contains("Unary: input", Assert.Throws<ArgumentException>(() => harness.Prepare(operation)).Message, StringComparison.Ordinal);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 100, 300, UnaryFunction.Gelu);

    private static float[] Run(OperationHarness harness, Func<OperationHarness, UnaryOperation> place)
    {
        using OperationHarness owned = harness;
        UnaryOperation operation = place(owned);
        owned.Run(operation);
        return owned.Read(operation.Output);
    }
}
