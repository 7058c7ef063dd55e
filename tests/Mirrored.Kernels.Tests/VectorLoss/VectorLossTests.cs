namespace Mirrored;

public abstract class VectorLossTests(TestDevice device) : LossTests(device)
{
    /// <summary>The smoothing of labels.</summary>
    private const double Parameter = 0.25;

    /// <summary>Every function, and between which numbers predictions lie.</summary>
    public static TheoryData<int, double, double> Functions => new()
    {
        { (int)VectorLossFunction.CategoricalCrossEntropy, 0.2, 1 },
        { (int)VectorLossFunction.CategoricalCrossEntropyFromLogits, -4, 4 },
        { (int)VectorLossFunction.CategoricalHinge, -2, 2 },
        { (int)VectorLossFunction.CosineSimilarity, 0.3, 2 },
    };

    internal static VectorLossOperation Typical(OperationHarness harness, int rows, int columns, VectorLossFunction function) => new()
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

    [Fact]
    public void Launch_KnownNumbers_GivesKerassLoss()
    {
        Assert.Equal(1.3862943611, Run(VectorLossFunction.CategoricalCrossEntropy, [0, 1, 0], [0.5f, 0.2f, 0.1f]), tolerance: 1e-6);
        Assert.Equal(0.4170300163, Run(VectorLossFunction.CategoricalCrossEntropyFromLogits, [1, 0, 0], [2, 1, 0.1f]), tolerance: 1e-6);
        Assert.Equal(-0.8, Run(VectorLossFunction.CosineSimilarity, [1, 2], [2, 1]), tolerance: 1e-6);
        Assert.Equal(0, Run(VectorLossFunction.CosineSimilarity, [1, 2], [0, 0]));
        Assert.Equal(1.5, Run(VectorLossFunction.CategoricalHinge, [0, 1], [0.75f, 0.25f]), tolerance: 1e-6);
        Assert.Equal(0, Run(VectorLossFunction.CategoricalHinge, [0, 1], [0, 1]));
    }

    private protected override Operation PlaceTypical(OperationHarness harness) =>
        Typical(harness, 300, 100, VectorLossFunction.CategoricalCrossEntropy);

    private protected override LossOperation Make(
        int function, PlanTensor predictions, PlanTensor labels, PlanTensor? losses, PlanTensor? gradient, LossScale scale) =>
        new VectorLossOperation
        {
            Function = (VectorLossFunction)function, Parameter = (float)Parameter, Predictions = predictions, Labels = labels,
            RowLoss = losses, Gradient = gradient, Scale = scale,
        };

    private protected override float[] Labels(int function, int rows, int columns) =>
        [.. TestData.Labels(3, rows, columns).SelectMany(label => Enumerable.Range(0, columns).Select(c => c == label ? 1f : 0))];

    private protected override double Reference(int function, double[] p, double[] t)
    {
        double[] u = [.. t.Select(label => label * (1 - Parameter) + Parameter / t.Length)];
        double max = p.Max(), sum = p.Sum(), log = Math.Log(p.Sum(x => Math.Exp(x - max)));
        return (VectorLossFunction)function switch
        {
            VectorLossFunction.CategoricalCrossEntropy => -u.Zip(p, (y, x) => y * Math.Log(Math.Clamp(x / sum, 1e-7, 1 - 1e-7))).Sum(),
            VectorLossFunction.CategoricalCrossEntropyFromLogits => u.Zip(p, (y, x) => y * (log - (x - max))).Sum(),
            VectorLossFunction.CategoricalHinge =>
                Math.Max(0, t.Zip(p, (y, x) => (1 - y) * x).Max() - t.Zip(p, (y, x) => y * x).Sum() + 1),
            VectorLossFunction.CosineSimilarity => -t.Zip(p, (y, x) => y * x).Sum()
                / (Math.Sqrt(t.Sum(y => y * y)) * Math.Sqrt(p.Sum(x => x * x))),
            _ => throw new ArgumentException($"No reference for {(VectorLossFunction)function}."),
        };
    }

    private float Run(VectorLossFunction function, float[] labels, float[] predictions)
    {
        using OperationHarness harness = NewHarness();
        VectorLossOperation operation = new()
        {
            Function = function, Predictions = harness.Place("predictions", [1, labels.Length], predictions),
            Labels = harness.Place("labels", [1, labels.Length], labels), RowLoss = harness.PlaceOutput("loss", 1),
        };
        harness.Run(operation);
        return harness.Read(operation.RowLoss)[0];
    }
}
