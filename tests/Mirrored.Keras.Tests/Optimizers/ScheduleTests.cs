namespace Mirrored.Keras.Tests;

/// <summary>Schedules against Keras's numbers.</summary>
public sealed class ScheduleTests
{
    /// <summary>Keras's numbers are given to six or more digits.</summary>
    private const double Tolerance = 5e-7;

    private static readonly Dictionary<string, LearningRateSchedule> Schedules = new()
    {
        ["exponential"] = new ExponentialDecay(0.1, 1000, 0.96),
        ["exponential, staircase"] = new ExponentialDecay(0.1, 1000, 0.96, staircase: true),
        ["piecewise"] = new PiecewiseConstantDecay([10, 20], [1, 0.5, 0.1]),
        ["polynomial"] = new PolynomialDecay(0.1, 1000, 0.01),
        ["polynomial, cycle"] = new PolynomialDecay(0.1, 1000, 0.01, cycle: true),
        ["inverse"] = new InverseTimeDecay(0.1, 1000, 0.5),
        ["inverse, staircase"] = new InverseTimeDecay(0.1, 1000, 0.5, staircase: true),
        ["cosine"] = new CosineDecay(0.1, 1000),
        ["cosine, alpha"] = new CosineDecay(0.1, 1000, alpha: 0.1),
        ["restarts"] = new CosineDecayRestarts(0.1, 100),
        ["restarts, same length"] = new CosineDecayRestarts(0.1, 100, tMul: 1, mMul: 0.5),
    };

    [Theory]
    [InlineData("exponential", 1500, 0.0940604)]
    [InlineData("exponential, staircase", 1500, 0.096)]
    [InlineData("piecewise", 0, 1)]
    [InlineData("piecewise", 10, 1)]
    [InlineData("piecewise", 11, 0.5)]
    [InlineData("piecewise", 20, 0.5)]
    [InlineData("piecewise", 21, 0.1)]
    [InlineData("polynomial", 250, 0.0775)]
    [InlineData("polynomial", 5000, 0.01)]
    [InlineData("polynomial, cycle", 0, 0.1)]
    [InlineData("polynomial, cycle", 1500, 0.0325)] // (0.1 - 0.01) (1 - 1500 / 2000) + 0.01.
    [InlineData("inverse", 1500, 0.0571429)]
    [InlineData("inverse, staircase", 1500, 0.0666667)]
    [InlineData("cosine", 250, 0.0853553)]
    [InlineData("cosine", 9999, 0)]
    [InlineData("cosine, alpha", 250, 0.0868198)]
    [InlineData("restarts", 0, 0.1)]
    [InlineData("restarts", 50, 0.05)]
    [InlineData("restarts", 100, 0.1)]
    [InlineData("restarts", 200, 0.05)]
    [InlineData("restarts", 299, 6.17e-6)]
    [InlineData("restarts", 300, 0.1)]
    [InlineData("restarts, same length", 250, 0.0125)] // Half of a quarter of 0.1.
    public void At_Iterations_GivesKerassNumber(string schedule, long iterations, double expected) =>
        Assert.Equal(expected, Schedules[schedule].At(iterations), Tolerance);

    [Fact]
    public void Constructors_BadValues_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialDecay(-1, 10, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialDecay(1, 0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialDecay(1, 1, 0));
        Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([1], [1]));
        Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([2, 2], [1, 1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolynomialDecay(1, 1, power: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineDecay(1, 1, alpha: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineDecayRestarts(1, 1, tMul: 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InverseTimeDecay(1, 1, double.PositiveInfinity));
    }

    [Fact]
    public void LearningRate_WithASchedule_FollowsTheStepsAndCannotBeSet()
    {
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(40, 6, 4);
        using Sequential model = new([new Dense(4, "softmax", inputShape: 6)]);
        model.Compile(new SGD(new PolynomialDecay(0.1, 10, 0)), "sparse_categorical_crossentropy");
        Assert.Equal(0.1, model.Optimizer!.LearningRate);

        model.Fit(x, y, batchSize: 10, verbose: Verbosity.Silent);

        Assert.Equal(4, model.Optimizer.Iterations);
        Assert.Equal(0.06, model.Optimizer.LearningRate, 1e-15);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => model.Optimizer.LearningRate = 1);
        Assert.Contains("PolynomialDecay", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ScheduleGivesNoRate_SaysWhichAndWhen()
    {
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(40, 6, 4);
        using Sequential model = new([new Dense(4, "softmax", inputShape: 6)]);
        model.Compile(new SGD(new Broken()), "sparse_categorical_crossentropy");

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => model.Fit(x, y, batchSize: 10, verbose: Verbosity.Silent));

        Assert.Contains("Broken gives the learning rate -1 after 2 updates", error.Message, StringComparison.Ordinal);
    }

    private sealed class Broken : LearningRateSchedule
    {
        public override double At(long iterations) => iterations < 2 ? 0.1 : -1;
    }
}
