namespace Mirrored.Keras.Tests;

public sealed class RescalingTests : LayerTests
{
    [Fact]
    public void Constructor_NotFinite_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Rescaling(double.NaN));

    protected override Layer Create() => new Rescaling(1.5, -0.25);

    protected override double[] Reference(double[] row, double[][] weights) => [.. row.Select(v => (1.5 * v) - 0.25)];
}
