namespace Mirrored.Keras.Tests;

public sealed class InitializerTests
{
    private const int Inputs = 300, Outputs = 400, Count = Inputs * Outputs;

    /// <summary>Name, variance of 300 x 400 numbers, and the largest magnitude; infinity where there is none.</summary>
    public static TheoryData<string, double, double> Random => new()
    {
        { "glorot_uniform", 2.0 / 700, Math.Sqrt(6.0 / 700) }, { "glorot_normal", 2.0 / 700, TwoSigma(2.0 / 700) },
        { "he_uniform", 2.0 / 300, Math.Sqrt(6.0 / 300) }, { "he_normal", 2.0 / 300, TwoSigma(2.0 / 300) },
        { "lecun_uniform", 1.0 / 300, Math.Sqrt(3.0 / 300) }, { "lecun_normal", 1.0 / 300, TwoSigma(1.0 / 300) },
        { "variance_scaling", 1.0 / 300, TwoSigma(1.0 / 300) }, { "random_uniform", 0.1 * 0.1 / 12, 0.05 },
        { "random_normal", 0.0025, double.PositiveInfinity }, { "truncated_normal", 0.0025 * 0.77374129, 0.1 },
    };

    /// <summary>Mean and variance lie within five standard deviations; the variance of a variance is at most 2 / n of it.</summary>
    [Theory]
    [MemberData(nameof(Random))]
    public void Weights_OfRandomName_HaveTheSpecifiedMomentsAndBounds(string name, double variance, double limit)
    {
        float[] w = Weights(name, Devices.Cpus(1));

        Assert.InRange(w.Average(v => (double)v), -5 * Math.Sqrt(variance / Count), 5 * Math.Sqrt(variance / Count));
        double found = w.Average(v => (double)v * v);
        Assert.InRange(found, variance * (1 - (5 * Math.Sqrt(2.0 / Count))), variance * (1 + (5 * Math.Sqrt(2.0 / Count))));
        Assert.True(w.Max(Math.Abs) <= limit * (1 + 1e-6));
        Assert.True(Count - w.Distinct().Count() < Count / 100);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_OfEachName_AreTheSameOnAnyDevicesAndReplicas(string name)
    {
        float[] expected = Weights(name, Devices.Cpus(1), 30);

        Assert.Equal(expected, Weights(name, Devices.Cpus(3), 30));
        SimulatorAtHand.SkipWithoutGpu();
        Assert.Equal(expected, Weights(name, Devices.Gpus(0), 30));
    }

    public static TheoryData<string> Names => [.. Initializer.Table.Names];

    [Fact]
    public void Table_HasEveryTypeUnderBothNames()
    {
        string[] types = [.. typeof(Initializer).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Initializer)) && t.IsPublic).Select(t => t.Name).Order()];

        Assert.Equal(types, Initializer.Table.Names.Select(n => Initializer.FromString(n).GetType().Name).Order());
        Assert.Equal(types, Initializer.Table.Aliases.Keys.Order());
        Assert.All(types, type => Assert.Equal(type, Initializer.FromString(type).GetType().Name));
    }

    [Theory]
    [InlineData("random_uniform")]
    [InlineData("he_uniform")]
    public void Fill_WhatTheDeviceFills_GivesTheSameBits(string name)
    {
        float[] host = new float[Count];
        Initializer.FromString(name).Fill(host, [Inputs, Outputs], new InitialRandom(3, 0x8000_0000));

        Assert.Equal(Weights(name, Devices.Cpus(1)), host);
    }

    [Theory]
    [InlineData(40, 20)]
    [InlineData(20, 40)]
    public void Orthogonal_Matrix_HasOrthonormalVectors(int rows, int columns)
    {
        float[] q = new float[rows * columns];
        new Orthogonal(gain: 2).Fill(q, [rows, columns], new InitialRandom(1, 0));

        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        float At(int vector, int i) => rows >= columns ? q[(i * columns) + vector] : q[(vector * columns) + i];
        for (int a = 0; a < count; a++)
            for (int b = 0; b <= a; b++)
                Assert.Equal(a == b ? 4 : 0, Enumerable.Range(0, length).Sum(i => (double)At(a, i) * At(b, i)), 1e-5);
    }

    [Fact]
    public void Identity_Matrix_HasGainOnTheDiagonal()
    {
        float[] w = new float[6];
        new Identity(3).Fill(w, [2, 3], new InitialRandom(1, 0));

        Assert.Equal([3, 0, 0, 0, 3, 0], w);
        Assert.Throws<ArgumentException>(() => new Identity().Fill(w, 6, new InitialRandom(1, 0)));
    }

    [Fact]
    public void Fill_SeededOne_DrawsOtherNumbersForEveryWeightButTheSameInEveryModel()
    {
        float[] Draw(uint weight, ulong strategySeed)
        {
            float[] w = new float[10];
            new RandomNormal(seed: 7).Fill(w, 10, new InitialRandom(strategySeed, weight));
            return w;
        }

        Assert.Equal(Draw(1, 5), Draw(1, 6));
        Assert.NotEqual(Draw(1, 5), Draw(2, 5));
    }

    [Fact]
    public void InitialRandom_CalledTwice_GivesOtherNumbers()
    {
        InitialRandom random = new(1, 2);
        float[] first = new float[9], second = new float[9];
        random.Normal(first, 0, 1);
        random.Normal(second, 0, 1);

        Assert.Empty(first.Intersect(second));
    }

    [Fact]
    public void Constructor_WrongNumbers_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceScaling(scale: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceScaling(mode: (FanMode)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceScaling(distribution: (ScalingDistribution)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomNormal(stddev: -1));
        Assert.Throws<ArgumentException>(() => new RandomUniform(1, 0));
        Assert.Throws<ArgumentException>(() => new Orthogonal().Fill(new float[3], 3, new InitialRandom(1, 0)));
    }

    private static double TwoSigma(double variance) => 2 * Math.Sqrt(variance) / 0.87962566103423978;

    private static float[] Weights(string name, IReadOnlyList<DeviceId> devices, int inputs = Inputs)
    {
        using MirroredStrategy strategy = new(devices, new StrategyOptions { Seed = 3 });
        using IDisposable scope = strategy.Scope();
        using Sequential model = new([new Dense(Outputs, useBias: false, inputShape: inputs) { KernelInitializer = name }]);
        return model.GetWeights()[0].ToArray();
    }
}
