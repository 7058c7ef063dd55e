namespace Mirrored.Keras.Tests;

/// <summary>What holds for every layer that does the same in training and in prediction; a layer's test says what it computes
/// in float64.</summary>
public abstract class LayerTests
{
    private LayerProbe Probe => new(Create, RowShape, Reference);

    /// <summary>The shape of the rows that the layer is tried on.</summary>
    protected virtual Shape RowShape => 6;

    [Fact]
    public void Predict_EqualsFloat64() => Assert.InRange(Probe.PredictionError(), 0, LayerProbe.Tolerance);

    [Fact]
    public void Gradient_EqualsCentralDifferences() => Assert.InRange(Probe.GradientError(), 0, LayerProbe.Tolerance);

    [Fact]
    public void Gradient_OnGpu_EqualsCentralDifferences()
    {
        SimulatorAtHand.SkipWithoutGpu();
        Assert.InRange(Probe.GradientError(devices: Devices.Gpus(0)), 0, LayerProbe.Tolerance);
    }

    [Fact]
    public void Gradient_OfBrokenReference_IsDetected() =>
        Assert.InRange(Probe.GradientError(broken: true), 20 * LayerProbe.Tolerance, double.MaxValue);

    [Fact]
    public void SaveWeights_ThenLoad_GivesTheSamePredictions()
    {
        (float[] saved, float[] loaded) = Probe.SaveAndLoad();

        Assert.Equal(saved, loaded);
    }

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

    protected abstract Layer Create();

    /// <summary>The layer's row of output, flat, from a row of input and its weights.</summary>
    protected abstract double[] Reference(double[] row, double[][] weights);
}
