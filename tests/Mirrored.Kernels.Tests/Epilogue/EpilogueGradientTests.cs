namespace Mirrored;

public abstract class EpilogueGradientTests(TestDevice device) : OperationTests(device)
{
    // 1 - y, its product with y and that with the gradient each round once; for tanh 1 - y² and the product.
    private const double DerivativeRoundings = 3;

    private const int RngStep = 5;
    private const int FirstGlobalRow = 100;

    private static readonly DropoutMask Mask = new(Seed: 77, Layer: 1, Rate: 0.25);

    internal static EpilogueGradientOperation Place(
        OperationHarness harness, int rows, int columns, Activation activation, DropoutMask? dropout = null)
    {
        harness.State.RngStep = RngStep;
        harness.State.FirstGlobalRow = FirstGlobalRow;
        long length = (long)rows * columns;
        double minimum = activation == Activation.Sigmoid ? 0 : -1;
        return new EpilogueGradientOperation
        {
            OutputGradient = harness.Place("dy", [rows, columns], TestData.Uniform(1, length)),
            Output = activation == Activation.Linear
                ? null
                : harness.Place("y", [rows, columns], TestData.Uniform(2, length, minimum)),
            Activation = activation,
            Dropout = dropout,
            InputGradient = harness.PlaceOutput("dx", [rows, columns]),
        };
    }

    [Theory]
    [InlineData((int)Activation.Linear)]
    [InlineData((int)Activation.Relu)]
    [InlineData((int)Activation.Sigmoid)]
    [InlineData((int)Activation.Tanh)]
    public void Launch_AnyNumberOfColumns_FollowsTheFormula(int activation)
    {
        for (int columns = 0; columns <= 257; columns++) Check(3, columns, (Activation)activation);
    }

    [Theory]
    [InlineData((int)Activation.Linear)]
    [InlineData((int)Activation.Relu)]
    [InlineData((int)Activation.Sigmoid)]
    [InlineData((int)Activation.Tanh)]
    public void Launch_AnyNumberOfRows_FollowsTheFormula(int activation)
    {
        for (int rows = 0; rows <= 257; rows++) Check(rows, 5, (Activation)activation);
    }

    [Theory]
    [InlineData((int)Activation.Linear, false)]
    [InlineData((int)Activation.Linear, true)]
    [InlineData((int)Activation.Relu, false)]
    [InlineData((int)Activation.Relu, true)]
    [InlineData((int)Activation.Sigmoid, false)]
    [InlineData((int)Activation.Tanh, false)]
    public void Launch_AfterForward_AgreesWithDifferences(int activation, bool dropout)
    {
        (Func<double[], double> function, float[] x, float[] gradient) = RunBoth((Activation)activation, dropout);

        Assert.InRange(GradientCheck.WorstError(function, x, gradient), 0, GradientCheck.Tolerance);
    }

    [Fact]
    public void WorstError_GradientOfAnotherActivation_IsDetected()
    {
        // The control: tanh' instead of the logistic function's, and a dropout scale that was left out.
        (Func<double[], double> sigmoid, float[] x, _) = RunBoth(Activation.Sigmoid, dropout: false);
        (_, _, float[] tanhGradient) = RunBoth(Activation.Tanh, dropout: false);
        (Func<double[], double> dropped, float[] y, float[] gradient) = RunBoth(Activation.Relu, dropout: true);
        float[] unscaled = [.. gradient.Select(value => value / Mask.Scale)];

        Assert.True(GradientCheck.WorstError(sigmoid, x, tanhGradient) > 100 * GradientCheck.Tolerance);
        Assert.True(GradientCheck.WorstError(dropped, y, unscaled) > 100 * GradientCheck.Tolerance);
    }

    [Fact]
    public void Launch_InPlace_GivesTheSameBits()
    {
        using OperationHarness harness = NewHarness();
        EpilogueGradientOperation apart = Place(harness, 7, 70, Activation.Tanh);
        EpilogueGradientOperation inPlace = new()
        {
            OutputGradient = apart.OutputGradient,
            Output = apart.Output,
            Activation = apart.Activation,
            InputGradient = apart.OutputGradient,
        };

        harness.Run(apart);
        harness.Run(inPlace, writes: [apart.OutputGradient, apart.InputGradient]);

        Expect.SameBits(harness.Read(apart.InputGradient), harness.Read(apart.OutputGradient), "in place");
    }

    [Theory]
    [InlineData((int)Activation.Sigmoid)]
    [InlineData((int)Activation.Tanh)]
    public void Prepare_DropoutThatTheOutputDoesNotTell_Throws(int activation)
    {
        using OperationHarness harness = NewHarness();
        EpilogueGradientOperation operation = Place(harness, 2, 3, (Activation)activation, Mask);

        ArgumentException error = Assert.Throws<ArgumentException>(() => harness.Prepare(operation));

        Assert.Equal(
            $"EpilogueGradient: dropout cannot be undone with {(Activation)activation}; use two operations.",
            error.Message);
    }

    [Fact]
    public void Prepare_NoOutputForRelu_Throws()
    {
        using OperationHarness harness = NewHarness();
        EpilogueGradientOperation operation = new()
        {
            OutputGradient = harness.PlaceOutput("dy", [2, 3]),
            Activation = Activation.Relu,
            InputGradient = harness.PlaceOutput("dx", [2, 3]),
        };

        Assert.Throws<ArgumentException>(() => harness.Prepare(operation));
    }

    private protected override Operation PlaceTypical(OperationHarness harness) =>
        Place(harness, 100, 300, Activation.Linear, Mask);

    private static double Derivative(Activation activation, double y) => activation switch
    {
        Activation.Linear => 1,
        Activation.Relu => y > 0 ? 1 : 0,
        Activation.Sigmoid => y * (1 - y),
        Activation.Tanh => 1 - y * y,
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    private void Check(int rows, int columns, Activation activation)
    {
        using OperationHarness harness = NewHarness();
        EpilogueGradientOperation operation = Place(harness, rows, columns, activation);

        harness.Run(operation);

        float[] dy = harness.Read(operation.OutputGradient);
        float[] y = operation.Output is null ? dy : harness.Read(operation.Output);
        double[] expected = [.. dy.Zip(y, (gradient, output) => gradient * Derivative(activation, output))];
        double roundings = activation is Activation.Linear or Activation.Relu ? 0 : DerivativeRoundings;
        Expect.Close(
            expected, harness.Read(operation.InputGradient), i => roundings * Expect.Rounding * Math.Abs(expected[i]),
            $"{rows} rows, {columns} columns");
    }

    /// <summary>Runs the epilogue and its gradient; returns the weighted sum of the outputs as a function of the
    /// inputs.</summary>
    private (Func<double[], double> Function, float[] X, float[] Gradient) RunBoth(Activation activation, bool dropout)
    {
        const int Rows = 5, Columns = 21;
        // Away from 0, where the derivative of ReLU jumps.
        float[] x = [.. TestData.Uniform(3, Rows * Columns).Select(value => value + MathF.CopySign(0.1f, value))];
        float[] dy = TestData.Uniform(4, Rows * Columns);
        DropoutMask? mask = dropout ? Mask : null;
        using OperationHarness harness = NewHarness();
        harness.State.RngStep = RngStep;
        harness.State.FirstGlobalRow = FirstGlobalRow;
        PlanTensor input = harness.Place("x", [Rows, Columns], x);
        PlanTensor outputGradient = harness.Place("dy", [Rows, Columns], dy);
        PlanTensor output = harness.PlaceOutput("y", [Rows, Columns]);
        PlanTensor inputGradient = harness.PlaceOutput("dx", [Rows, Columns]);
        harness.Run(new EpilogueOperation { Input = input, Activation = activation, Dropout = mask, Output = output });
        harness.Run(
            new EpilogueGradientOperation
            {
                OutputGradient = outputGradient,
                Output = activation == Activation.Linear ? null : output,
                Activation = activation,
                Dropout = mask,
                InputGradient = inputGradient,
            },
            writes: [output, inputGradient]);
        return (WeightedSum, x, harness.Read(inputGradient));

        double WeightedSum(double[] at)
        {
            double sum = 0;
            for (int i = 0; i < at.Length; i++)
            {
                long row = FirstGlobalRow + i / Columns;
                bool kept = !dropout || PhiloxReference.Dropout(Mask, RngStep, row, i % Columns) >= Mask.Threshold;
                if (kept) sum += dy[i] * EpilogueTests.Forward(activation, at[i]) * (dropout ? 1 / (1 - Mask.Rate) : 1);
            }

            return sum;
        }
    }
}
