namespace Mirrored.Keras.Tests;

public sealed class LayerNormalizationTests : LayerTests
{
    [Fact]
    public void Build_WithoutCenterOrScale_AddsNoWeights()
    {
        using Sequential model = new([new LayerNormalization(center: false, scale: false, inputShape: 3), new LayerNormalization()]);

        Assert.Equal(["gamma", "beta"], model.Weights.Select(w => w.Name.Split('/')[1]));
        Assert.Equal(6, model.CountParams());
    }

    [Fact]
    public void Constructor_EpsilonOfZero_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNormalization(epsilon: 0));

    protected override Layer Create() => new LayerNormalization
    {
        GammaInitializer = new RandomUniform(0.5, 1.5, seed: 5), BetaInitializer = new RandomUniform(-0.5, 0.5, seed: 6),
    };

    protected override double[] Reference(double[] row, double[][] weights)
    {
        double mean = row.Average(), variance = row.Average(v => (v - mean) * (v - mean));
        return [.. row.Select((v, j) => (weights[0][j] * (v - mean) / Math.Sqrt(variance + 1e-3)) + weights[1][j])];
    }
}
