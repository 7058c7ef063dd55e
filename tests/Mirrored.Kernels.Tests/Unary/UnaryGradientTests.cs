namespace Mirrored;

public abstract class UnaryGradientTests(TestDevice device) : OperationTests(device)
{
    public static TheoryData<string> Functions => UnaryTests.Functions;

    internal static UnaryGradientOperation Place(OperationHarness harness, int rows, int columns, UnaryFunction function)
    {
        UnaryReference reference = UnaryReference.Of(function);
        float[] x = TestData.Uniform(1, rows * columns, reference.Minimum, reference.Maximum);
        float[] value = function.DerivativeFromOutput() ? [.. x.Select(v => (float)reference.Value(v))] : x;
        return new UnaryGradientOperation
        {
            Function = function, Parameters = reference.Parameters,
            OutputGradient = harness.Place("output gradient", [rows, columns], TestData.Uniform(2, rows * columns)),
            Value = harness.Place("value", [rows, columns], value), InputGradient = harness.PlaceOutput("input gradient", [rows, columns]),
        };
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Launch_AnyNumbers_IsCloseToFloat64(string name)
    {
        UnaryFunction function = Enum.Parse<UnaryFunction>(name);
        UnaryReference reference = UnaryReference.Of(function);
        float[] x = TestData.Uniform(1, 9 * 257, reference.Minimum, reference.Maximum), dy = TestData.Uniform(2, 9 * 257);
        using OperationHarness harness = NewHarness();
        UnaryGradientOperation operation = Place(harness, 9, 257, function);

        harness.Run(operation);

        double[] expected = [.. x.Zip(dy, (v, g) => g * reference.Derivative(v))];
        Expect.Close(
            expected, harness.Read(operation.InputGradient),
            i => UnaryTests.Tolerance * Math.Max(Math.Abs(expected[i]), reference.Scale?.Invoke(x[i]) ?? 0), name);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Launch_AnyShape_GivesTheBitsOfOneLane(string name)
    {
        UnaryFunction function = Enum.Parse<UnaryFunction>(name);
        for (int columns = 0; columns <= 35; columns++)
        {
            Expect.SameBits(
                Run(new OperationHarness(CpuTestDevice.Portable), columns, function), Run(NewHarness(), columns, function),
                $"{function}, {columns} columns");
        }
    }

    /// <summary>The derivatives of the reference are those of its functions, and the check finds one that is not.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void Gradient_EqualsCentralDifferencesAndAWrongOneDoesNot(string name)
    {
        UnaryFunction function = Enum.Parse<UnaryFunction>(name);
        UnaryReference reference = UnaryReference.Of(function);
        float[] x = [.. TestData.Uniform(7, 40, Math.Max(reference.Minimum, -3), Math.Min(reference.Maximum, 3)).Where(AwayFromKinks)];
        using OperationHarness harness = NewHarness();
        UnaryGradientOperation operation = new()
        {
            Function = function, Parameters = reference.Parameters,
            OutputGradient = harness.Place("output gradient", [1, x.Length], [.. x.Select(_ => 1f)]),
            Value = harness.Place(
                "value", [1, x.Length], function.DerivativeFromOutput() ? [.. x.Select(v => (float)reference.Value(v))] : x),
            InputGradient = harness.PlaceOutput("input gradient", [1, x.Length]),
        };

        harness.Run(operation);

        float[] gradient = harness.Read(operation.InputGradient);
        double Sum(double[] at) => at.Sum(reference.Value);
        Assert.True(GradientCheck.WorstError(Sum, x, gradient) < 10 * GradientCheck.Tolerance, $"{name}: wrong gradient.");
        Assert.True(GradientCheck.WorstError(Sum, x, [.. gradient.Select(g => (1.01f * g) + 0.001f)]) > 100 * GradientCheck.Tolerance);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 100, 300, UnaryFunction.Gelu);

    private static bool AwayFromKinks(float x) =>
        new[] { 0, 0.5f, 2, 2.5f, -1.25f, -2.5f }.All(kink => Math.Abs(x - kink) > 0.01);

    private static float[] Run(OperationHarness harness, int columns, UnaryFunction function)
    {
        using OperationHarness owned = harness;
        UnaryGradientOperation operation = Place(owned, 3, columns, function);
        owned.Run(operation);
        return owned.Read(operation.InputGradient);
    }
}
