namespace Mirrored;

/// <summary>What holds for every loss of labels of the predictions' shape.</summary>
/// <remarks>The reference is a formula in float64; gradients are held against its central differences, where it is smooth.</remarks>
public abstract class LossTests(TestDevice device) : OperationTests(device)
{
    /// <summary>Two logarithms of at most two units in the last place, and a dozen roundings, of terms up to 8; the sum of up to
    /// 257 terms rounds by 2^-24 of its magnitude each time.</summary>
    private const double TermError = 40 * Expect.Rounding;

    /// <summary>Scaled differences of a float32 gradient, and what the formula's curvature adds at steps of 1e-4.</summary>
    private const double GradientTolerance = 2e-5;

    private const float GradientScale = 0.5f;

    protected void CheckLosses(int function, double lowest, double highest)
    {
        foreach (int columns in (int[])[1, 2, 3, 7, 8, 9, 16, 31, 32, 33, 70, 257])
        {
            using OperationHarness harness = NewHarness();
            LossOperation operation = Place(harness, function, 5, columns, lowest, highest);

            harness.Run(operation);

            (double[][] p, double[][] t) = (Rows(harness, operation.Predictions), Rows(harness, operation.Labels));
            double[] expected = [.. p.Select((row, i) => Reference(function, row, t[i]))];
            Expect.Close(
                expected, harness.Read(operation.RowLoss!), i => TermError * columns * Math.Max(1, Math.Abs(expected[i])),
                $"function {function}, {columns} columns");
        }
    }

    protected double GradientError(int function, double lowest, double highest, bool broken)
    {
        const int Columns = 11;
        using OperationHarness harness = NewHarness();
        LossOperation operation = Place(harness, function, 3, Columns, lowest, highest);
        harness.Run(operation);
        (double[][] p, double[][] t) = (Rows(harness, operation.Predictions), Rows(harness, operation.Labels));
        float[] gradient = harness.Read(operation.Gradient!), weights = harness.Read(operation.Scale.Weights!);
        if (broken) gradient = [.. gradient[1..], gradient[0]];
        return Enumerable.Range(0, 3).Max(row => GradientCheck.WorstError(
            x => GradientScale * weights[row] * Reference(function, x, t[row]),
            [.. p[row].Select(v => (float)v)], gradient[(row * Columns)..((row + 1) * Columns)]));
    }

    protected void CheckGradient(int function, double lowest, double highest)
    {
        Assert.InRange(GradientError(function, lowest, highest, broken: false), 0, GradientTolerance);
        Assert.True(GradientError(function, lowest, highest, broken: true) > 100 * GradientTolerance, "The control passes too.");
    }

    protected void CheckInPlaceAndParts(int function, double lowest, double highest)
    {
        using OperationHarness harness = NewHarness();
        LossOperation whole = Place(harness, function, 4, 37, lowest, highest);
        LossOperation lossOnly = Make(function, whole.Predictions, whole.Labels, whole.RowLoss, null, whole.Scale);
        LossOperation inPlace = Make(function, whole.Predictions, whole.Labels, null, whole.Predictions, whole.Scale);
        harness.Run(whole);
        float[] losses = harness.Read(whole.RowLoss!), gradient = harness.Read(whole.Gradient!);

        harness.Run(lossOnly, whole.Writes);
        Expect.SameBits(losses, harness.Read(whole.RowLoss!), "loss alone");
        harness.Run(inPlace, [.. whole.Writes, whole.Predictions]);
        Expect.SameBits(gradient, harness.Read(whole.Predictions), "gradient in place");
    }

    /// <summary>The loss of one row in float64.</summary>
    private protected abstract double Reference(int function, double[] p, double[] t);

    private protected abstract LossOperation Make(
        int function, PlanTensor predictions, PlanTensor labels, PlanTensor? losses, PlanTensor? gradient, LossScale scale);

    private protected LossOperation Place(OperationHarness harness, int function, int rows, int columns, double lowest, double highest)
    {
        harness.State.GradientScale = GradientScale;
        Shape shape = [rows, columns];
        return Make(
            function, harness.Place("predictions", shape, TestData.Uniform(columns, shape.Length, lowest, highest)),
            harness.Place("labels", shape, Labels(function, rows, columns)), harness.PlaceOutput("loss", rows),
            harness.PlaceOutput("gradient", shape),
            LossScale.OfStep with { Weights = harness.Place("weights", rows, TestData.Uniform(7, rows, 0.5, 2)) });
    }

    private protected abstract float[] Labels(int function, int rows, int columns);

    private static double[][] Rows(OperationHarness harness, PlanTensor tensor) =>
        [.. harness.Read(tensor).Select(v => (double)v).Chunk(tensor.RowLength)];
}
