namespace Mirrored.Keras.Tests;

public sealed class GaussianNoiseTests
{
    private static LayerProbe Probe => new(() => new GaussianNoise(0.3), 6, (row, _) => row);

    [Fact]
    public void Predict_AddsNothing() => Assert.InRange(Probe.PredictionError(), 0, LayerProbe.Tolerance);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Fit_OnReplicas_GivesTheWeightsOfOne(int replicas) =>
        Assert.Equal(Probe.Train(Devices.Cpus(1)), Probe.Train(Devices.Cpus(replicas)));

    [Fact]
    public void Fit_OnGpu_GivesTheWeightsOfTheCpu()
    {
        SimulatorAtHand.SkipWithoutGpu();
        Assert.Equal(Probe.Train(Devices.Cpus(1)), Probe.Train(Devices.Gpus(0)));
    }

    [Fact]
    public void Fit_OtherSeedOrNone_GivesOtherWeights() => Assert.Equal(3, new[]
    {
        Probe.Train(Devices.Cpus(1)), new LayerProbe(() => new GaussianNoise(0.3, seed: 5), 6, (row, _) => row).Train(Devices.Cpus(1)),
        new LayerProbe(() => new GaussianNoise(0), 6, (row, _) => row).Train(Devices.Cpus(1)),
    }.Distinct().Count());

    [Fact]
    public void Constructor_Negative_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianNoise(-0.1));
}
