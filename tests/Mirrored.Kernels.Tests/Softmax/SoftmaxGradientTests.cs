namespace Mirrored;

public abstract class SoftmaxGradientTests(TestDevice device) : OperationTests(device)
{
    internal static SoftmaxGradientOperation Place(OperationHarness harness, int rows, int columns)
    {
        long length = (long)rows * columns;
        return new SoftmaxGradientOperation
        {
            OutputGradient = harness.Place("dy", [rows, columns], TestData.Uniform(1, length)),
            Output = harness.Place("y", [rows, columns], TestData.Uniform(2, length, 0, 1)),
            InputGradient = harness.PlaceOutput("dx", [rows, columns]),
        };
    }

    [Fact]
    public void Launch_AnyNumberOfColumns_FollowsTheFormula()
    {
        for (int columns = 0; columns <= 257; columns++) Check(3, columns);
    }

    [Fact]
    public void Launch_AnyNumberOfRows_FollowsTheFormula()
    {
        for (int rows = 0; rows <= 257; rows++) Check(rows, 10);
    }

    [Fact]
    public void Launch_AfterForward_AgreesWithDifferences()
    {
        (Func<double[], double> function, float[] x, float[] gradient) = RunBoth();

        Assert.InRange(GradientCheck.WorstError(function, x, gradient), 0, GradientCheck.Tolerance);
    }

    [Fact]
    public void WorstError_GradientWithoutTheSum_IsDetected()
    {
        // The control: y dy, what remains of the formula when the sum over the row is forgotten.
        (Func<double[], double> function, float[] x, _) = RunBoth();
        float[] dy = TestData.Uniform(4, x.Length);
        double[] y = SoftmaxReference.Row(SoftmaxReference.Doubles(x));
        float[] broken = [.. dy.Zip(y, (gradient, output) => (float)(gradient * output))];

        Assert.True(GradientCheck.WorstError(function, x, broken) > 100 * GradientCheck.Tolerance);
    }

    [Fact]
    public void Launch_InPlace_GivesTheSameBits()
    {
        using OperationHarness harness = NewHarness();
        SoftmaxGradientOperation apart = Place(harness, 7, 70);
        SoftmaxGradientOperation inPlace = new()
        {
            OutputGradient = apart.OutputGradient,
            Output = apart.Output,
            InputGradient = apart.OutputGradient,
        };

        harness.Run(apart);
        harness.Run(inPlace, writes: [apart.OutputGradient, apart.InputGradient]);

        Expect.SameBits(harness.Read(apart.InputGradient), harness.Read(apart.OutputGradient), "in place");
    }

    [Fact]
    public void Launch_NotANumber_SpoilsItsRowOnly()
    {
        using OperationHarness harness = NewHarness();
        SoftmaxGradientOperation operation = new()
        {
            OutputGradient = harness.Place("dy", [2, 2], [float.NaN, 1, 1, 1]),
            Output = harness.Place("y", [2, 2], [0.5f, 0.5f, 0.5f, 0.5f]),
            InputGradient = harness.PlaceOutput("dx", [2, 2]),
        };

        harness.Run(operation);

        Assert.Equal([float.NaN, float.NaN, 0, 0], harness.Read(operation.InputGradient));
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 200, 100);

    private void Check(int rows, int columns)
    {
        using OperationHarness harness = NewHarness();
        SoftmaxGradientOperation operation = Place(harness, rows, columns);

        harness.Run(operation);

        float[] dy = harness.Read(operation.OutputGradient), y = harness.Read(operation.Output);
        double[] expected = new double[dy.Length], errors = new double[dy.Length];
        for (int i = 0; i < dy.Length; i++)
        {
            int row = i / columns * columns;
            double sum = 0, magnitude = 0;
            for (int k = row; k < row + columns; k++)
            {
                sum += dy[k] * (double)y[k];
                magnitude += Math.Abs(dy[k] * (double)y[k]);
            }

            expected[i] = y[i] * (dy[i] - sum);

            // The chain rounds once per column, the difference once, the product once.
            errors[i] = Expect.Rounding * y[i] * (columns * magnitude + 2 * (Math.Abs(dy[i]) + magnitude));
        }

        Expect.Close(
            expected, harness.Read(operation.InputGradient), i => errors[i], $"{rows} rows, {columns} columns");
    }

    /// <summary>Runs softmax and its gradient on one row; returns the weighted sum of the outputs as a
    /// function.</summary>
    private (Func<double[], double> Function, float[] X, float[] Gradient) RunBoth()
    {
        const int Columns = 21;
        float[] x = TestData.Uniform(3, Columns);
        float[] dy = TestData.Uniform(4, Columns);
        using OperationHarness harness = NewHarness();
        PlanTensor input = harness.Place("x", [1, Columns], x);
        PlanTensor outputGradient = harness.Place("dy", [1, Columns], dy);
        PlanTensor output = harness.PlaceOutput("y", [1, Columns]);
        PlanTensor inputGradient = harness.PlaceOutput("dx", [1, Columns]);
        harness.Run(new SoftmaxOperation { Input = input, Output = output });
        harness.Run(
            new SoftmaxGradientOperation
            {
                OutputGradient = outputGradient,
                Output = output,
                InputGradient = inputGradient,
            },
            writes: [output, inputGradient]);
        return (
            at => SoftmaxReference.Row(at).Zip(dy, (y, gradient) => y * gradient).Sum(),
            x,
            harness.Read(inputGradient));
    }
}
