namespace Mirrored;

public abstract class SparseCrossEntropyTests(TestDevice device) : OperationTests(device)
{
    private const float GradientScale = 0.125f;
    private const float LossScale = 4;

    private const double SmallestProbability = 1e-7;

    /// <summary>The logarithm is right to 0.83 units in the last place, each at most two roundings.</summary>
    private const double LogRoundings = 2 * 0.83;

    internal static SparseCrossEntropyOperation Place(
        OperationHarness harness, int rows, int columns, bool fromProbabilities = false, bool evaluate = false)
    {
        long length = (long)rows * columns;
        float[] predictions = fromProbabilities
            ? TestData.Uniform(rows + columns, length, 0.001, 0.999)
            : TestData.Uniform(rows + columns, length, -5, 5);
        return Place(
            harness, columns, predictions, TestData.Labels(rows * columns, rows, columns), fromProbabilities, evaluate);
    }

    [Fact]
    public void Launch_LogitsInAnyNumberOfColumns_FollowsTheFormula()
    {
        for (int columns = 1; columns <= 257; columns++) Check(3, columns, fromProbabilities: false);
    }

    [Fact]
    public void Launch_LogitsInAnyNumberOfRows_FollowsTheFormula()
    {
        for (int rows = 0; rows <= 257; rows++) Check(rows, 10, fromProbabilities: false);
    }

    [Fact]
    public void Launch_ProbabilitiesInAnyNumberOfColumns_FollowsTheFormula()
    {
        for (int columns = 1; columns <= 257; columns++) Check(3, columns, fromProbabilities: true);
    }

    [Fact]
    public void Launch_KnownRow_GivesTheKnownLoss()
    {
        // log(e^1 + e^2 + e^3) - 1 = 2.4076059644; the second row's largest number is the label's.
        using OperationHarness harness = NewHarness();
        SparseCrossEntropyOperation operation = Place(harness, 3, [1, 2, 3, 1, 2, 3], [0, 2], false, false);

        harness.Run(operation);

        float[] losses = harness.Read(operation.RowLoss!);
        Assert.Equal(2.4076059644, losses[0], tolerance: 1e-6);
        Assert.Equal(0.4076059644, losses[1], tolerance: 1e-6);
        Assert.Equal([0, 1], harness.Read(operation.Correct!));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Launch_LabelOutsideTheRow_SpoilsThatRowOnly(bool fromProbabilities, bool evaluate)
    {
        const int Columns = 21;
        int[] labels = [0, -1, 20, Columns, 3, int.MinValue, 4, int.MaxValue, 5];
        float[] predictions = TestData.Uniform(1, labels.Length * Columns, 0.1, 0.9);
        using OperationHarness harness = NewHarness();
        SparseCrossEntropyOperation operation =
            Place(harness, Columns, predictions, labels, fromProbabilities, evaluate);

        harness.Run(operation);

        float[] losses = harness.Read(operation.RowLoss!);
        float[] gradients = evaluate ? [] : harness.Read(operation.Gradient!);
        for (int row = 0; row < labels.Length; row++)
        {
            bool outside = labels[row] is < 0 or >= Columns;
            Assert.Equal(outside, float.IsNaN(losses[row]));
            if (outside) Assert.Equal(0, harness.Read(operation.Correct!)[row]);
            if (evaluate) continue;
            Assert.All(
                gradients[(row * Columns)..((row + 1) * Columns)], value => Assert.Equal(outside, float.IsNaN(value)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Launch_GradientOverPredictions_GivesTheSameBits(bool fromProbabilities)
    {
        using OperationHarness harness = NewHarness();
        SparseCrossEntropyOperation apart = Place(harness, 7, 70, fromProbabilities);
        SparseCrossEntropyOperation inPlace = new()
        {
            Predictions = apart.Predictions,
            Labels = apart.Labels,
            FromProbabilities = fromProbabilities,
            RowLoss = apart.RowLoss,
            Correct = apart.Correct,
            Gradient = apart.Predictions,
        };
        harness.Run(apart);
        (float[] losses, float[] correct) = (harness.Read(apart.RowLoss!), harness.Read(apart.Correct!));

        harness.Run(inPlace, writes: [.. apart.Writes, apart.Predictions]);

        Expect.SameBits(harness.Read(apart.Gradient!), harness.Read(apart.Predictions), "gradient");
        Expect.SameBits(losses, harness.Read(apart.RowLoss!), "loss");
        Expect.SameBits(correct, harness.Read(apart.Correct!), "correct");
    }

    [Fact]
    public void Launch_NoGradientAndNoCorrect_WritesTheLossOnly()
    {
        using OperationHarness harness = NewHarness();
        SparseCrossEntropyOperation full = Place(harness, 7, 70);
        SparseCrossEntropyOperation lossOnly = new()
        {
            Predictions = full.Predictions,
            Labels = full.Labels,
            RowLoss = full.RowLoss,
        };
        harness.Run(lossOnly);
        float[] losses = harness.Read(full.RowLoss!);

        harness.Run(full);

        Expect.SameBits(harness.Read(full.RowLoss!), losses, "loss");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Launch_WeightedGradientOnly_IsThatOfAllTimesTheWeight(bool fromProbabilities)
    {
        using OperationHarness harness = NewHarness();
        SparseCrossEntropyOperation full = Place(harness, 3, 21, fromProbabilities);
        SparseCrossEntropyOperation weighted = new()
        {
            Predictions = full.Predictions, Labels = full.Labels, FromProbabilities = fromProbabilities,
            Gradient = harness.PlaceOutput("weighted gradient", [3, 21]),
            Scale = Mirrored.LossScale.OfStep with { Weights = harness.Place("weights", 3, [0f, 1f, 4f]) },
        };

        harness.Run(full);
        float[] unweighted = harness.Read(full.Gradient!);
        harness.Run(weighted, [.. full.Writes, weighted.Gradient]);

        // Powers of two: the products are exact.
        float[] expected = [.. unweighted.Select((g, i) => g * (i / 21 == 0 ? 0 : i / 21 == 1 ? 1 : 4))];
        Assert.Equal(expected, harness.Read(weighted.Gradient));
    }

    [Fact]
    public void Launch_HugeLogits_DoesNotOverflow()
    {
        using OperationHarness harness = NewHarness();
        SparseCrossEntropyOperation operation = Place(harness, 2, [1e30f, -1e30f, 1e30f, -1e30f], [0, 1], false, false);

        harness.Run(operation);

        const float Scale = GradientScale * LossScale;
        Assert.Equal([0, 2e30f], harness.Read(operation.RowLoss!));
        Assert.Equal([0, 0, Scale, -Scale], harness.Read(operation.Gradient!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Launch_NotANumber_SpoilsItsRowOnly(bool fromProbabilities)
    {
        using OperationHarness harness = NewHarness();
        SparseCrossEntropyOperation operation =
            Place(harness, 2, [float.NaN, 0.5f, 0.5f, 0.5f], [1, 0], fromProbabilities, false);

        harness.Run(operation);

        Assert.Equal([true, false], harness.Read(operation.RowLoss!).Select(float.IsNaN));
        Assert.Equal([true, true, false, false], harness.Read(operation.Gradient!).Select(float.IsNaN));
        Assert.Equal([0, 1], harness.Read(operation.Correct!));
    }

    [Fact]
    public void Launch_ProbabilitiesOfZeroAndOne_AreClippedWithoutGradient()
    {
        using OperationHarness harness = NewHarness();
        SparseCrossEntropyOperation operation = Place(harness, 3, [0, 1, 0.5f], [0], true, false);

        harness.Run(operation);

        // The clipped row is (1e-7, 1 - 1e-7, 0.5), its sum 1.5: loss = log 1.5 + log 1e7, gradient = 1 / 1.5.
        Assert.Equal(Math.Log(1.5) + Math.Log(1e7), harness.Read(operation.RowLoss!)[0], tolerance: 2e-6);
        float[] gradient = harness.Read(operation.Gradient!);
        Assert.Equal([0, 0], gradient[..2]);
        Assert.Equal(GradientScale * LossScale / 1.5, gradient[2], tolerance: 1e-7);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Launch_Gradient_AgreesWithDifferences(bool fromProbabilities)
    {
        (Func<double[], double> function, float[] predictions, float[] gradient) = RunRow(fromProbabilities);

        Assert.InRange(GradientCheck.WorstError(function, predictions, gradient), 0, GradientCheck.Tolerance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WorstError_GradientOfTheNextLabel_IsDetected(bool fromProbabilities)
    {
        (Func<double[], double> function, float[] predictions, float[] gradient) = RunRow(fromProbabilities);
        float[] broken = [.. gradient[1..], gradient[0]];

        Assert.True(GradientCheck.WorstError(function, predictions, broken) > 100 * GradientCheck.Tolerance);
    }

    [Fact]
    public void Prepare_GradientOfAnotherShape_Throws()
    {
        using OperationHarness harness = NewHarness();
        SparseCrossEntropyOperation operation = new()
        {
            Predictions = harness.PlaceOutput("z", [2, 3]),
            Labels = harness.PlaceOutput("labels", 2, DType.Int32),
            RowLoss = harness.PlaceOutput("loss", 2),
            Gradient = harness.PlaceOutput("dz", [3, 2]),
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => harness.Prepare(operation));

        Assert.Equal(
            "SparseCrossEntropy: dz (3, 2) Float32 does not fit; expected 2 rows of 3 elements of Float32.",
            error.Message);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 300, 100);

    private static SparseCrossEntropyOperation Place(
        OperationHarness harness, int columns, float[] predictions, int[] labels, bool fromProbabilities, bool evaluate)
    {
        harness.State.GradientScale = GradientScale;
        harness.State.LossScale = LossScale;
        int rows = labels.Length;
        return new SparseCrossEntropyOperation
        {
            Predictions = harness.Place("predictions", [rows, columns], predictions),
            Labels = harness.Place("labels", rows, labels),
            FromProbabilities = fromProbabilities,
            RowLoss = harness.PlaceOutput("row loss", rows),
            Correct = harness.PlaceOutput("correct", rows),
            Gradient = evaluate ? null : harness.PlaceOutput("gradient", [rows, columns]),
        };
    }

    private static double Loss(double[] predictions, int label, bool fromProbabilities)
    {
        double max = predictions.Max();
        if (!fromProbabilities) return Math.Log(predictions.Sum(z => Math.Exp(z - max))) - (predictions[label] - max);
        double[] clipped = [.. predictions.Select(p => Math.Clamp(p, SmallestProbability, 1 - SmallestProbability))];
        return Math.Log(clipped.Sum()) - Math.Log(clipped[label]);
    }

    private void Check(int rows, int columns, bool fromProbabilities)
    {
        using OperationHarness harness = NewHarness();
        SparseCrossEntropyOperation operation = Place(harness, rows, columns, fromProbabilities);

        harness.Run(operation);

        float[] predictions = harness.Read(operation.Predictions), gradients = harness.Read(operation.Gradient!);
        float[] losses = harness.Read(operation.RowLoss!);
        int[] labels = harness.Read<int>(operation.Labels);
        for (int row = 0; row < rows; row++)
        {
            string what = $"row {row} of {rows}, {columns} columns";
            Range range = (row * columns)..((row + 1) * columns);
            double[] x = SoftmaxReference.Doubles(predictions[range]);
            Expect.Close(
                [Loss(x, labels[row], fromProbabilities)],
                [losses[row]],
                _ => LossError(x, labels[row], fromProbabilities),
                $"loss, {what}");
            if (fromProbabilities) CheckProbabilityGradient(x, labels[row], gradients[range], what);
            else CheckLogitGradient(x, labels[row], gradients[range], what);
        }
    }

    /// <summary>The sum's relative error is the absolute one of its logarithm; then two terms and their difference
    /// round.</summary>
    private static double LossError(double[] x, int label, bool fromProbabilities)
    {
        double sum = fromProbabilities ? x.Sum() : x.Sum(z => Math.Exp(z - x.Max()));
        double chosen = fromProbabilities ? Math.Log(x[label]) : x[label] - x.Max();
        double sumRoundings = fromProbabilities ? x.Length : SoftmaxReference.SumRoundings(x.Length);
        return Expect.Rounding
            * (sumRoundings + (LogRoundings + 1) * Math.Abs(Math.Log(sum)) + (LogRoundings + 1) * Math.Abs(chosen));
    }

    private static void CheckLogitGradient(double[] z, int label, float[] gradient, string what)
    {
        const double Scale = GradientScale * (double)LossScale;
        double[] softmax = SoftmaxReference.Row(z);
        double[] expected = [.. softmax.Select((p, j) => (p - (j == label ? 1 : 0)) * Scale)];

        // The error of softmax, that of subtracting 1, and the product's.
        Expect.Close(
            expected,
            gradient,
            j => Scale * (softmax[j] * SoftmaxReference.RelativeError(z, z[j]) + 2 * Expect.Rounding),
            $"gradient, {what}");
    }

    private static void CheckProbabilityGradient(double[] p, int label, float[] gradient, string what)
    {
        const double Scale = GradientScale * (double)LossScale;
        double sum = p.Sum();
        double[] expected = [.. p.Select((_, j) => (1 / sum - (j == label ? 1 / p[j] : 0)) * Scale)];

        // The sum's additions and its reciprocal; the label's reciprocal, the difference and the product.
        Expect.Close(
            expected,
            gradient,
            j => Scale * Expect.Rounding * ((p.Length + 3) / sum + (j == label ? 3 / p[j] : 0)),
            $"gradient, {what}");
    }

    /// <summary>Runs one row; returns the scaled loss as a function of the predictions.</summary>
    private (Func<double[], double> Function, float[] Predictions, float[] Gradient) RunRow(bool fromProbabilities)
    {
        const int Columns = 21, Label = 4;
        float[] predictions = TestData.Uniform(6, Columns, 0.2, 0.9);
        using OperationHarness harness = NewHarness();
        SparseCrossEntropyOperation operation =
            Place(harness, Columns, predictions, [Label], fromProbabilities, evaluate: false);
        harness.Run(operation);
        return (
            x => GradientScale * LossScale * Loss(x, Label, fromProbabilities),
            predictions,
            harness.Read(operation.Gradient!));
    }
}
