namespace Mirrored;

public abstract class BinaryTests(TestDevice device) : OperationTests(device)
{
    private static readonly float[] Special =
        [0f, -0f, 1f, -1f, 0.1f, 3e38f, -3e38f, 1e-45f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 2f];

    public static TheoryData<string> Functions => [.. Enum.GetNames<BinaryFunction>()];

    internal static BinaryOperation Place(
        OperationHarness harness, int rows, int columns, BinaryFunction function, Broadcast broadcast = Broadcast.None)
    {
        Shape shape = broadcast switch { Broadcast.Row => columns, Broadcast.Column => [rows, 1], _ => [rows, columns] };
        return new BinaryOperation
        {
            Function = function, Broadcast = broadcast,
            A = harness.Place("a", [rows, columns], TestData.Uniform(1, rows * columns)),
            B = broadcast == Broadcast.Scalar ? null : harness.Place("b", shape, TestData.Uniform(2, shape.Length)), Value = 0.25f,
            Output = harness.PlaceOutput("output", [rows, columns]),
        };
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Launch_AnyShapeAndBroadcast_RoundsOnce(string name)
    {
        BinaryFunction function = Enum.Parse<BinaryFunction>(name);
        foreach (Broadcast broadcast in Enum.GetValues<Broadcast>())
        {
            for (int columns = 0; columns <= 35; columns++) Check(3, columns, function, broadcast);
            Check(70, 257, function, broadcast);
            Check(0, 5, function, broadcast);
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Launch_SpecialNumbers_GivesWhatTheContractSays(string name)
    {
        BinaryFunction function = Enum.Parse<BinaryFunction>(name);
        float[] a = [.. Special.SelectMany(v => Enumerable.Repeat(v, Special.Length))];
        float[] b = [.. Special.SelectMany(_ => Special)];
        using OperationHarness harness = NewHarness();
        BinaryOperation operation = new()
        {
            Function = function, A = harness.Place("a", [1, a.Length], a), B = harness.Place("b", [1, b.Length], b),
            Output = harness.PlaceOutput("output", [1, a.Length]),
        };

        harness.Run(operation);

        Expect.SameBits([.. a.Zip(b, (x, y) => Reference(function, x, y))], harness.Read(operation.Output), name);
    }

    [Fact]
    public void Launch_InPlace_IsAllowedOnEitherOperand()
    {
        using OperationHarness harness = NewHarness();
        PlanTensor a = harness.Place("a", [5, 7], TestData.Uniform(1, 35)), b = harness.Place("b", [5, 7], TestData.Uniform(2, 35));
        float[] sum = [.. TestData.Uniform(1, 35).Zip(TestData.Uniform(2, 35), (x, y) => x + y)];

        harness.Run(new BinaryOperation { Function = BinaryFunction.Add, A = a, B = b, Output = a });
        Expect.SameBits(sum, harness.Read(a), "in place of a");
        using OperationHarness other = NewHarness();
        a = other.Place("a", [5, 7], TestData.Uniform(1, 35));
        b = other.Place("b", [5, 7], TestData.Uniform(2, 35));
        other.Run(new BinaryOperation { Function = BinaryFunction.Add, A = a, B = b, Output = b });
        Expect.SameBits(sum, other.Read(b), "in place of b");
    }

    [Fact]
    public void Prepare_OperandOfAnotherSize_IsRefused()
    {
        using OperationHarness harness = NewHarness();
        BinaryOperation operation = new()
        {
            Function = BinaryFunction.Add, Broadcast = Broadcast.Row, A = harness.PlaceOutput("a", [4, 6]),
            B = harness.PlaceOutput("b", 4), Output = harness.PlaceOutput("output", [4, 6]),
        };

        Assert.Contains("Binary: b (4,)", Assert.Throws<ArgumentException>(() => harness.Prepare(operation)).Message, StringComparison.Ordinal);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 300, 500, BinaryFunction.Multiply);

    private void Check(int rows, int columns, BinaryFunction function, Broadcast broadcast)
    {
        using OperationHarness harness = NewHarness();
        BinaryOperation operation = Place(harness, rows, columns, function, broadcast);
        float[] a = TestData.Uniform(1, rows * columns), b = operation.B is null ? [0.25f] : TestData.Uniform(2, operation.B.Shape.Length);

        harness.Run(operation);

        float[] expected = new float[a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            int other = broadcast switch { Broadcast.Row => i % columns, Broadcast.Column => i / columns, Broadcast.Scalar => 0, _ => i };
            expected[i] = Reference(function, a[i], b[other]);
        }

        Expect.SameBits(expected, harness.Read(operation.Output), $"{function} {broadcast} ({rows}, {columns})");
    }

    private static float Reference(BinaryFunction function, float a, float b) => function switch
    {
        BinaryFunction.Add => a + b,
        BinaryFunction.Subtract => a - b,
        BinaryFunction.Multiply => a * b,
        BinaryFunction.Divide => a / b,
        BinaryFunction.Maximum => float.IsNaN(a) || float.IsNaN(b) ? float.NaN : a >= b ? a : b,
        BinaryFunction.Minimum => float.IsNaN(a) || float.IsNaN(b) ? float.NaN : a <= b ? a : b,
        BinaryFunction.Greater => a > b ? 1 : 0,
        BinaryFunction.GreaterOrEqual => a >= b ? 1 : 0,
        BinaryFunction.Less => a < b ? 1 : 0,
        BinaryFunction.LessOrEqual => a <= b ? 1 : 0,
        BinaryFunction.Equal => a == b ? 1 : 0,
        BinaryFunction.NotEqual => a != b ? 1 : 0,
        BinaryFunction.Keep => b == 0 ? 0 : a,
        BinaryFunction.Second => b,
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };
}
