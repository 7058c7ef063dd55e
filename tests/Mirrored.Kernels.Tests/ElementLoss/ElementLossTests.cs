namespace Mirrored;

public abstract class ElementLossTests(TestDevice device) : LossTests(device)
{
    private const double Epsilon = 1e-7;

    /// <summary>The width of Huber's loss, the smoothing of labels, the threshold of accuracy.</summary>
    private const double Parameter = 0.25;

    /// <summary>Every function, and between which numbers predictions lie.</summary>
    public static TheoryData<int, double, double> Functions => new()
    {
        { (int)ElementLossFunction.SquaredError, -2, 2 },
        { (int)ElementLossFunction.AbsoluteError, -2, 2 },
        { (int)ElementLossFunction.PercentageError, 1, 2 },
        { (int)ElementLossFunction.SquaredLogarithmicError, 0.1, 3 },
        { (int)ElementLossFunction.Huber, -2, 2 },
        { (int)ElementLossFunction.LogCosh, -3, 3 },
        { (int)ElementLossFunction.Poisson, 0.3, 3 },
        { (int)ElementLossFunction.KLDivergence, 0.2, 0.9 },
        { (int)ElementLossFunction.Hinge, -2, 2 },
        { (int)ElementLossFunction.SquaredHinge, -2, 2 },
        { (int)ElementLossFunction.BinaryCrossEntropy, 0.2, 0.8 },
        { (int)ElementLossFunction.BinaryCrossEntropyFromLogit, -4, 4 },
    };

    internal static ElementLossOperation Typical(OperationHarness harness, int rows, int columns, ElementLossFunction function) => new()
    {
        Function = function, Parameter = (float)Parameter,
        Predictions = harness.Place("predictions", [rows, columns], TestData.Uniform(1, (long)rows * columns, 0.1, 0.9)),
        Labels = harness.Place("labels", [rows, columns], TestData.Uniform(2, (long)rows * columns, 0, 1)),
        RowLoss = harness.PlaceOutput("loss", rows), Gradient = harness.PlaceOutput("gradient", [rows, columns]),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Launch_AnyNumberOfColumns_FollowsTheFormula(int function, double lowest, double highest) =>
        CheckLosses(function, lowest, highest);

    [Theory]
    [MemberData(nameof(Functions))]
    public void Launch_Gradient_AgreesWithDifferences(int function, double lowest, double highest) =>
        CheckGradient(function, lowest, highest);

    [Theory]
    [MemberData(nameof(Functions))]
    public void Launch_InPlaceOrInParts_GivesTheSameBits(int function, double lowest, double highest) =>
        CheckInPlaceAndParts(function, lowest, highest);

    [Theory]
    [InlineData(ElementLossFunction.KLDivergence, 0.4f, 0.5f, 0.4 * -0.2231435513)]
    [InlineData(ElementLossFunction.BinaryCrossEntropy, 1f, 0f, 15.42494847)]
    [InlineData(ElementLossFunction.BinaryCrossEntropyFromLogit, 1f, 2f, 0.126928011)]
    [InlineData(ElementLossFunction.Poisson, 2f, 1.5f, 0.6890696505)]
    [InlineData(ElementLossFunction.SquaredLogarithmicError, 2f, 1.5f, 0.0332411501)]
    [InlineData(ElementLossFunction.PercentageError, 2f, 1.5f, 25)]
    [InlineData(ElementLossFunction.LogCosh, 0f, 0.5f, 0.120114507)]
    [InlineData(ElementLossFunction.Hinge, 0f, 0.3f, 1.3)]
    [InlineData(ElementLossFunction.Huber, 0f, 2f, 1.5)]
    public void Launch_KnownNumbers_GivesKerassLoss(object function, float label, float prediction, double expected)
    {
        using OperationHarness harness = NewHarness();
        ElementLossOperation operation = new()
        {
            Function = (ElementLossFunction)function, Parameter = (ElementLossFunction)function == ElementLossFunction.Huber ? 1 : 0,
            Predictions = harness.Place("predictions", [1, 1], [prediction]), Labels = harness.Place("labels", [1, 1], [label]),
            RowLoss = harness.PlaceOutput("loss", 1),
        };

        harness.Run(operation);

        Assert.Equal(expected, harness.Read(operation.RowLoss)[0], tolerance: 1e-6 * Math.Max(1, expected));
    }

    [Fact]
    public void Launch_BinaryAccuracy_ComparesStrictly()
    {
        using OperationHarness harness = NewHarness();
        ElementLossOperation operation = new()
        {
            Function = ElementLossFunction.BinaryAccuracy, Parameter = 0.5f,
            Predictions = harness.Place("predictions", [4, 2], [0.5f, 0.6f, 0.5f, 0.6f, float.NaN, 0.1f, 1f, 0f]),
            Labels = harness.Place("labels", [4, 2], [0f, 1f, 1f, 0f, 1f, 0f, 1f, -0f]),
            RowLoss = harness.PlaceOutput("right", 4),
        };

        harness.Run(operation);

        Assert.Equal([1, 0, 0.5f, 1], harness.Read(operation.RowLoss));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Launch_NotANumber_SpoilsItsRowOnly(int function, double lowest, double highest)
    {
        Assert.True(lowest < highest);
        using OperationHarness harness = NewHarness();
        LossOperation operation = Make(
            function, harness.Place("predictions", [2, 2], [float.NaN, 0.5f, 0.5f, 0.5f]), harness.Place("labels", [2, 2], [1f, 1f, 1f, 1f]),
            harness.PlaceOutput("loss", 2), harness.PlaceOutput("gradient", [2, 2]), LossScale.OfStep);

        harness.Run(operation);

        Assert.Equal([true, false], harness.Read(operation.RowLoss!).Select(float.IsNaN));
    }

    private protected override Operation PlaceTypical(OperationHarness harness) =>
        Typical(harness, 300, 100, ElementLossFunction.BinaryCrossEntropy);

    private protected override LossOperation Make(
        int function, PlanTensor predictions, PlanTensor labels, PlanTensor? losses, PlanTensor? gradient, LossScale scale) =>
        new ElementLossOperation
        {
            Function = (ElementLossFunction)function, Parameter = (float)Parameter, Predictions = predictions, Labels = labels,
            RowLoss = losses, Gradient = gradient, Scale = scale,
        };

    private protected override float[] Labels(int function, int rows, int columns) => (ElementLossFunction)function switch
    {
        // Not within a difference's step of the predictions, where the slope jumps.
        ElementLossFunction.AbsoluteError => TestData.Uniform(3, (long)rows * columns, 3, 4),
        ElementLossFunction.PercentageError => TestData.Uniform(3, (long)rows * columns, 3, 4),
        ElementLossFunction.Hinge or ElementLossFunction.SquaredHinge =>
            [.. TestData.Labels(3, rows * columns, 3).Select(label => label - 1f)],
        ElementLossFunction.BinaryCrossEntropy or ElementLossFunction.BinaryCrossEntropyFromLogit =>
            [.. TestData.Labels(3, rows * columns, 2).Select(label => (float)label)],
        _ => TestData.Uniform(3, (long)rows * columns, 0.1, 0.9),
    };

    private protected override double Reference(int function, double[] p, double[] t)
    {
        double sum = p.Zip(t, (x, y) => One((ElementLossFunction)function, x, y)).Sum();
        return (ElementLossFunction)function == ElementLossFunction.KLDivergence ? sum : sum / p.Length;
    }

    private static double One(ElementLossFunction function, double p, double t)
    {
        double d = p - t, side = t == 0 ? -1 : t, smooth = t * (1 - Parameter) + Parameter / 2;
        double q = Math.Clamp(p, Epsilon, 1 - Epsilon);
        return function switch
        {
            ElementLossFunction.SquaredError => d * d,
            ElementLossFunction.AbsoluteError => Math.Abs(d),
            ElementLossFunction.PercentageError => 100 * Math.Abs(d) / Math.Max(Math.Abs(t), Epsilon),
            ElementLossFunction.SquaredLogarithmicError => Math.Pow(Math.Log((1 + p) / (1 + t)), 2),
            ElementLossFunction.Huber => Math.Abs(d) <= Parameter ? d * d / 2 : Parameter * (Math.Abs(d) - Parameter / 2),
            ElementLossFunction.LogCosh => Math.Log(Math.Cosh(d)),
            ElementLossFunction.Poisson => p - t * Math.Log(p + Epsilon),
            ElementLossFunction.KLDivergence => t * Math.Log(t / p),
            ElementLossFunction.Hinge => Math.Max(0, 1 - side * p),
            ElementLossFunction.SquaredHinge => Math.Pow(Math.Max(0, 1 - side * p), 2),
            ElementLossFunction.BinaryCrossEntropy => -(smooth * Math.Log(q + Epsilon)) - ((1 - smooth) * Math.Log(1 - q + Epsilon)),
            ElementLossFunction.BinaryCrossEntropyFromLogit => Math.Max(p, 0) - p * smooth + Math.Log(1 + Math.Exp(-Math.Abs(p))),
            _ => throw new ArgumentException($"No reference for {function}."),
        };
    }
}
