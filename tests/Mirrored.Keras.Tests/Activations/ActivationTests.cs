namespace Mirrored.Keras.Tests;

public sealed class ActivationTests
{
    /// <summary>The golden values have six digits behind the point.</summary>
    private const double GoldenTolerance = 6e-7;

    /// <summary>Name and values at -1.5 and 0.5; those over an axis have theirs over both numbers.</summary>
    public static TheoryData<string, double, double> Golden => new()
    {
        { "linear", -1.5, 0.5 }, { "relu", 0, 0.5 }, { "relu6", 0, 0.5 }, { "leaky_relu", -0.3, 0.5 }, { "elu", -0.776870, 0.5 },
        { "selu", -1.365814, 0.525350 }, { "softplus", 0.201413, 0.974077 }, { "softsign", -0.6, 0.333333 },
        { "swish", -0.273638, 0.311230 }, { "silu", -0.273638, 0.311230 }, { "gelu", -0.100211, 0.345731 },
        { "tanh", -0.905148, 0.462117 }, { "sigmoid", 0.182426, 0.622459 }, { "hard_sigmoid", 0.2, 0.6 },
        { "exponential", 0.223130, 1.648721 }, { "softmax", 0.119203, 0.880797 }, { "log_softmax", -2.126928, -0.126928 },
    };

    public static TheoryData<string> Names => [.. ActivationFunction.Table.Names];

    [Theory]
    [MemberData(nameof(Golden))]
    public void Predict_GoldenPoints_GivesTheSpecifiedValues(string name, double below, double above) =>
        Check(name, below, above, GoldenTolerance);

    [Fact]
    public void Predict_GoldenPointsOfOptions_GivesTheSpecifiedValues()
    {
        Check(new Gelu(approximate: true), -0.100428, 0.345714, GoldenTolerance);
        Check(new Relu(alpha: 0.5, maxValue: 0.25, threshold: 0.25), -0.875, 0.25, 0);
        Check(new Elu(alpha: 2), -1.553740, 0.5, 2 * GoldenTolerance);
    }

    [Fact]
    public void Golden_CoversEveryNameAndAlias() => Assert.Equal(
        ActivationFunction.Table.Names.Concat(ActivationFunction.Table.Aliases.Keys).Order(), Golden.Select(row => row.Data.Item1).Order());

    [Fact]
    public void Table_HasEveryTypeUnderItsName()
    {
        string[] types = [.. typeof(ActivationFunction).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(ActivationFunction)) && !t.IsAbstract).Select(t => t.Name).Order()];

        Assert.Equal(types, ActivationFunction.Table.Names.Select(n => ActivationFunction.FromString(n).GetType().Name).Order());
        Assert.All(ActivationFunction.Table.Names, name => Assert.Equal(name, ActivationFunction.FromString(name).Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_OfEachName_EqualsCentralDifferences(string name)
    {
        LayerProbe probe = new(() => new Activation(name), 6, (row, _) => Reference(name, row));

        Assert.InRange(probe.PredictionError(), 0, LayerProbe.Tolerance);
        Assert.InRange(probe.GradientError(), 0, LayerProbe.Tolerance);
        Assert.InRange(probe.GradientError(broken: true), 20 * LayerProbe.Tolerance, double.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_EachName_GivesTheSameWeightsOnAnyReplicasAndTheGpu(string name)
    {
        LayerProbe probe = new(() => new Activation(name), 6, (row, _) => row);
        string expected = probe.Train(Devices.Cpus(1));

        Assert.Equal(expected, probe.Train(Devices.Cpus(3)));
        SimulatorAtHand.SkipWithoutGpu();
        Assert.Equal(expected, probe.Train(Devices.Gpus(0)));
    }

    [Fact]
    public void Constructor_WrongNumbers_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Relu(maxValue: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Relu(alpha: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Elu(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeakyRelu(double.NaN));
    }

    [Fact]
    public void FromString_Misspelt_ProposesTheNearest() => Assert.Contains(
        "Did you mean 'softplus'?", Assert.Throws<ArgumentException>(() => ActivationFunction.FromString("softpls")).Message,
        StringComparison.Ordinal);

    private static void Check(ActivationFunction activation, double below, double above, double tolerance)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using IDisposable scope = strategy.Scope();
        using Sequential model = new([new Input(2), new Activation(activation)]);

        float[] found = model.Predict(new NDArray<float>([-1.5f, 0.5f], [1, 2]), verbose: Verbosity.Silent).ToArray();

        Assert.Equal(below, found[0], tolerance);
        Assert.Equal(above, found[1], tolerance);
    }

    private static double[] Reference(string name, double[] x)
    {
        double max = x.Max(), log = max + Math.Log(x.Sum(v => Math.Exp(v - max)));
        return [.. x.Select(v => name switch
        {
            "linear" => v,
            "relu" or "relu6" => Math.Clamp(v, 0, 6),
            "leaky_relu" => v > 0 ? v : 0.2 * v,
            "elu" => v > 0 ? v : Math.Exp(v) - 1,
            "selu" => 1.0507009873554805 * (v > 0 ? v : 1.6732632423543772 * (Math.Exp(v) - 1)),
            "softplus" => Math.Log(1 + Math.Exp(v)),
            "softsign" => v / (1 + Math.Abs(v)),
            "swish" => v / (1 + Math.Exp(-v)),
            "gelu" => v * (1 + Erf(v / Math.Sqrt(2))) / 2,
            "tanh" => Math.Tanh(v),
            "sigmoid" => 1 / (1 + Math.Exp(-v)),
            "hard_sigmoid" => Math.Clamp((0.2 * v) + 0.5, 0, 1),
            "exponential" => Math.Exp(v),
            "softmax" => Math.Exp(v - log),
            "log_softmax" => v - log,
            _ => throw new ArgumentException($"No reference for {name}."),
        })];
    }

    /// <summary>The error function's series; the numbers here are below 1.</summary>
    private static double Erf(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 60; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
