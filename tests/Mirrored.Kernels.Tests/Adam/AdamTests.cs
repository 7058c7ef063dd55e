namespace Mirrored;

public abstract class AdamTests(TestDevice device) : OperationTests(device)
{
    // m + (g - m) c rounds the difference and the sum: two roundings, each of at most |m| + |g|. g² adds one for v.
    private const double MomentRoundings = 3;

    // Beyond the moments' errors (relative 3 for m and, halved by the root, 2 for v): the root, the sum with epsilon
    // and the quotient, each relative to the update. The last sum rounds relative to w.
    private const double UpdateRoundings = 8;

    private const float StepSize = 0.01f;

    internal static AdamOperation Place(OperationHarness harness, int length)
    {
        harness.State.StepSize = StepSize;
        return new AdamOperation
        {
            Weights = harness.Place("w", length, TestData.Uniform(1, length)),
            Gradients = harness.Place("g", length, TestData.Uniform(2, length)),
            Momentum = harness.Place("m", length, TestData.Uniform(3, length)),
            Velocity = harness.Place("v", length, TestData.Uniform(4, length, 0, 1)),
            Beta1 = 0.9,
            Beta2 = 0.999,
            Epsilon = 1e-7,
        };
    }

    [Fact]
    public void Launch_AnyLength_FollowsTheFormula()
    {
        for (int length = 0; length <= 257; length++)
        {
            using OperationHarness harness = NewHarness();
            AdamOperation operation = Place(harness, length);

            harness.Run(operation);

            CheckAgainstFormula(harness, operation, length);
        }
    }

    [Fact]
    public void Launch_FirstStepOfKeras_AddsEpsilonToTheUncorrectedRoot()
    {
        // g = 1e-6, so that v = 1e-15 and epsilon = 1e-7 is three times its root: a corrected root would be 1e-6.
        // m = 1e-7; w = 1 - 0.01 * 1e-7 / (3.1623e-8 + 1e-7) = 1 - 0.0075975 = 0.9924025.
        using OperationHarness harness = NewHarness();
        harness.State.StepSize = StepSize;
        AdamOperation operation = new()
        {
            Weights = harness.Place("w", 1, [1f]),
            Gradients = harness.Place("g", 1, [1e-6f]),
            Momentum = harness.Place("m", 1, [0f]),
            Velocity = harness.Place("v", 1, [0f]),
            Beta1 = 0.9,
            Beta2 = 0.999,
            Epsilon = 1e-7,
        };

        harness.Run(operation);

        Assert.Equal(0.9924025, harness.Read(operation.Weights)[0], tolerance: 1e-7);
    }

    [Fact]
    public void Launch_Skip_ChangesNothing()
    {
        using OperationHarness harness = NewHarness();
        AdamOperation operation = Place(harness, 100);
        harness.State.Skip = 1;

        harness.Run(operation, writes: []);
    }

    [Fact]
    public void Launch_NotANumberInOneGradient_SpoilsThatWeightOnly()
    {
        const int Length = 100, Bad = 17;
        using OperationHarness harness = NewHarness();
        harness.State.StepSize = StepSize;
        float[] gradients = TestData.Uniform(2, Length);
        gradients[Bad] = float.NaN;
        AdamOperation operation = new()
        {
            Weights = harness.Place("w", Length, TestData.Uniform(1, Length)),
            Gradients = harness.Place("g", Length, gradients),
            Momentum = harness.Place("m", Length, new float[Length]),
            Velocity = harness.Place("v", Length, new float[Length]),
            Beta1 = 0.9,
            Beta2 = 0.999,
            Epsilon = 1e-7,
        };

        harness.Run(operation);

        float[] weights = harness.Read(operation.Weights);
        for (int i = 0; i < Length; i++) Assert.Equal(i == Bad, float.IsNaN(weights[i]));
    }

    [Fact]
    public void Prepare_SlotsOfAnotherLength_Throws()
    {
        using OperationHarness harness = NewHarness();
        AdamOperation operation = new()
        {
            Weights = harness.PlaceOutput("w", 8),
            Gradients = harness.PlaceOutput("g", 8),
            Momentum = harness.PlaceOutput("m", 7),
            Velocity = harness.PlaceOutput("v", 8),
            Beta1 = 0.9,
            Beta2 = 0.999,
            Epsilon = 1e-7,
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => harness.Prepare(operation));

        Assert.Equal("Adam: m (7,) Float32 does not fit; expected 8 elements of Float32.", error.Message);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 20_000);

    private static void CheckAgainstFormula(OperationHarness harness, AdamOperation operation, int length)
    {
        float[] w = TestData.Uniform(1, length), g = TestData.Uniform(2, length);
        float[] m = TestData.Uniform(3, length), v = TestData.Uniform(4, length, 0, 1);
        double c1 = (float)(1 - operation.Beta1), c2 = (float)(1 - operation.Beta2);
        double[] newM = new double[length], newV = new double[length], newW = new double[length];
        double[] update = new double[length];
        for (int i = 0; i < length; i++)
        {
            newM[i] = m[i] + (g[i] - (double)m[i]) * c1;
            newV[i] = v[i] + (g[i] * (double)g[i] - v[i]) * c2;
            double root = Math.Sqrt(newV[i]) + operation.Epsilon;
            newW[i] = w[i] - StepSize * newM[i] / root;
            // What the moment and the update are sums of bounds their errors where they cancel.
            update[i] = StepSize * (Math.Abs(m[i]) + Math.Abs(g[i])) / root;
        }

        string what = $"length {length}";
        Expect.Close(
            newM, harness.Read(operation.Momentum),
            i => MomentRoundings * Expect.Rounding * (Math.Abs(m[i]) + Math.Abs(g[i])), $"m, {what}");
        Expect.Close(
            newV, harness.Read(operation.Velocity),
            i => MomentRoundings * Expect.Rounding * (v[i] + g[i] * g[i]), $"v, {what}");
        Expect.Close(
            newW, harness.Read(operation.Weights),
            i => Expect.Rounding * (Math.Abs(w[i]) + UpdateRoundings * update[i]), $"w, {what}");
    }
}
