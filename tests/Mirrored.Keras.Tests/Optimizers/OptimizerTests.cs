namespace Mirrored.Keras.Tests;

/// <summary>Optimizers against float64 and against Keras's numbers.</summary>
public sealed class OptimizerTests
{
    /// <summary>Weights lie in [1, 2), where a rounding is uniform within half of 2^-23: its deviation is 2^-23 / sqrt(12),
    /// 3.4e-8. A thousand of them are 1.1e-6, which is 7e-7 of a weight of 1.5; the updates' own roundings are a tenth of that.
    /// </summary>
    private const double Tolerance = 1e-6;

    private const int Steps = 1000, Length = 300, Other = 50;

    /// <summary>Each case is an optimizer and the rule that it must follow.</summary>
    private static readonly Dictionary<string, (Optimizer Optimizer, ReferenceOptimizer.Rule Rule)> Cases = new()
    {
        ["adam"] = (new Adam(0.0002), ReferenceOptimizer.Adam),
        ["adam, amsgrad"] = (new Adam(0.0002, amsgrad: true), ReferenceOptimizer.Amsgrad),
        ["adamw"] = (new AdamW(0.0002, weightDecay: 0.1) { ExcludeFromWeightDecay = ["other"] }, ReferenceOptimizer.Adam),
        ["adamw, amsgrad"] = (new AdamW(0.0002, weightDecay: 0.1, amsgrad: true), ReferenceOptimizer.Amsgrad),
        ["adamw, polynomial, norm"] = (
            new AdamW(new PolynomialDecay(0.0004, 800), weightDecay: 0.05) { ClipNorm = 2 }, ReferenceOptimizer.Adam),
        ["sgd"] = (new SGD(0.0005), ReferenceOptimizer.Sgd),
        ["sgd, momentum"] = (new SGD(0.0001, momentum: 0.9), ReferenceOptimizer.Momentum),
        ["sgd, nesterov"] = (new SGD(0.0001, momentum: 0.9, nesterov: true), ReferenceOptimizer.Nesterov),
        ["rmsprop"] = (new RMSprop(0.0002), ReferenceOptimizer.RmsProp),
        ["rmsprop, momentum"] = (new RMSprop(0.00005, momentum: 0.9), ReferenceOptimizer.RmsPropMomentum),
        ["rmsprop, centered"] = (new RMSprop(0.0002, centered: true), ReferenceOptimizer.RmsPropCentered),
        ["adagrad"] = (new Adagrad(0.001), ReferenceOptimizer.Adagrad),
        ["rmsprop, inverse time, global norm"] = (
            new RMSprop(new InverseTimeDecay(0.0004, 100, 0.5)) { GlobalClipNorm = 3 }, ReferenceOptimizer.RmsProp),
        ["adagrad, cosine, value"] = (new Adagrad(new CosineDecay(0.002, 900)) { ClipValue = 0.4 }, ReferenceOptimizer.Adagrad),
        ["adam, exponential decay, value"] = (
            new Adam(new ExponentialDecay(0.0005, 100, 0.9)) { ClipValue = 0.3 }, ReferenceOptimizer.Adam),
        ["adam, cosine restarts, norm"] = (
            new Adam(new CosineDecayRestarts(0.0003, 150)) { ClipNorm = 2 }, ReferenceOptimizer.Adam),
        ["sgd, piecewise, value and global norm"] = (
            new SGD(new PiecewiseConstantDecay([100, 700], [0.002, 0.001, 0.0005]), 0.9) { ClipValue = 0.5, GlobalClipNorm = 3 },
            ReferenceOptimizer.Momentum),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_AThousandSteps_StaysWithinRoundingOfFloat64(string name) =>
        Assert.InRange(Distance(name, Cases[name].Rule), 0, Tolerance);

    [Fact]
    public void Update_AnotherRule_IsNoticed()
    {
        // What a wrong formula would look like: the test above must be able to fail.
        Assert.True(Distance("sgd, momentum", ReferenceOptimizer.Sgd) > 3 * Tolerance);
        Assert.True(Distance("adam", ReferenceOptimizer.Amsgrad) > 3 * Tolerance);
        Assert.True(Distance("adamw", ReferenceOptimizer.Sgd) > 3 * Tolerance);
    }

    [Theory]
    [InlineData("adam", 0.9990000316217766, 0.9993661299708821, 0.999022891792104)]
    [InlineData("sgd, 0.9", null, null, 0.99809)]
    [InlineData("sgd, nesterov", null, null, 0.996281)]
    [InlineData("rmsprop", null, null, 0.9971042345516964)]
    [InlineData("rmsprop, 0.9", null, null, 0.9942685428918119)]
    public void Update_ThreeGradients_GivesKerassNumbers(string name, double? first, double? second, double third)
    {
        // Three updates of a weight near 1: three roundings of it, and updates below 0.003 that are exact to 1e-6 of themselves.
        const double tolerance = 3.0 / (1 << 24) + 3e-9;
        Optimizer optimizer = name switch
        {
            "adam" => new Adam(),
            "sgd, 0.9" => new SGD(momentum: 0.9),
            "sgd, nesterov" => new SGD(momentum: 0.9, nesterov: true),
            "rmsprop" => new RMSprop(),
            _ => new RMSprop(momentum: 0.9),
        };
        using UpdateRun run = new(optimizer, new Parameter("w", 1, trainable: true));
        run.SetWeight(0, 1);
        foreach ((float gradient, double? expected) in new[] { (0.1f, first), (-0.2f, second), (0.3f, third) })
        {
            run.Step([gradient]);
            if (expected is { } number) Assert.Equal(number, run.Weight(0)[0], tolerance);
        }
    }

    [Fact]
    public void Update_OfAdam_RunsOnTheKernelOfItsOwn()
    {
        Assert.True(new Adam().Describe().Rule.IsAdam);
        Assert.True(new AdamW().Describe().Rule.IsAdam);
        Assert.False(new Adam(amsgrad: true).Describe().Rule.IsAdam);
    }

    [Fact]
    public void Update_CenteredRmsPropWithConstantGradient_StaysFinite()
    {
        using UpdateRun run = new(new RMSprop(centered: true), new Parameter("w", 3, trainable: true));
        for (int i = 0; i < 500; i++) run.Step([0.1f, 1 / 3f, 7e-3f]);

        Assert.All(run.Weight(0), w => Assert.True(float.IsFinite(w)));
    }

    [Fact]
    public void Constructors_BadValues_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(momentum: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RMSprop(rho: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(weightDecay: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad(initialAccumulatorValue: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD { ClipValue = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD { ClipNorm = 0 });
        Assert.Throws<ArgumentException>(() => new SGD { ClipNorm = 1, GlobalClipNorm = 1 });
    }

    /// <summary>How far weights are from float64 after a thousand steps, relative to their norm.</summary>
    private static double Distance(string name, ReferenceOptimizer.Rule rule)
    {
        Optimizer optimizer = Cases[name].Optimizer;
        Parameter[] parameters = [new("w", Length, trainable: true), new("other", Other, trainable: true)];
        using UpdateRun run = new(optimizer, parameters);
        Random random = new(3);
        float[][] start = [Draw(random, Length, 1.3, 1.7), Draw(random, Other, 1.3, 1.7)];
        double[][] w = [.. start.Select(values => values.Select(x => (double)x).ToArray())];
        ReferenceOptimizer[] reference = [new(Length), new(Other)];
        for (int i = 0; i < 2; i++) run.SetWeight(i, start[i]);
        for (int t = 1; t <= Steps; t++)
        {
            double size = t < 300 ? 1 : 0.1; // So that some gradients exceed limits, and means of squares fall.
            float[][] g = [Draw(random, Length, -size, size), Draw(random, Other, -size, size)];
            run.Step(g);
            double lr = optimizer.Schedule.At(t - 1);
            double[][] limited = Limit(optimizer, [.. g.Select(values => values.Select(x => (double)x).ToArray())]);
            for (int i = 0; i < 2; i++)
            {
                for (int k = 0; k < w[i].Length; k++) w[i][k] -= lr * optimizer.WeightDecayOf(parameters[i]) * w[i][k];
                reference[i].Step(w[i], limited[i], rule, lr, t);
            }
        }

        double[] expected = [.. w[0], .. w[1]];
        float[] found = [.. run.Weight(0), .. run.Weight(1)];
        return Math.Sqrt(expected.Zip(found, (a, b) => (a - b) * (a - b)).Sum() / expected.Sum(x => x * x));
    }

    private static double[][] Limit(Optimizer optimizer, double[][] gradients)
    {
        double value = optimizer.ClipValue ?? double.PositiveInfinity;
        double[][] limited = [.. gradients.Select(g => g.Select(x => Math.Clamp(x, -value, value)).ToArray())];
        if (optimizer.ClipNorm is { } norm) return [.. limited.Select(g => Scaled(g, norm / Math.Max(Norm(g), norm)))];
        if (optimizer.GlobalClipNorm is not { } all) return limited;
        double global = Math.Sqrt(limited.Sum(g => Norm(g) * Norm(g)));
        return [.. limited.Select(g => Scaled(g, all * Math.Min(1 / global, 1 / all)))];
    }

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(x => x * x));

    private static double[] Scaled(double[] values, double factor) => [.. values.Select(x => x * factor)];

    private static float[] Draw(Random random, int count, double minimum, double maximum) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(minimum + (maximum - minimum) * random.NextDouble()))];
}
