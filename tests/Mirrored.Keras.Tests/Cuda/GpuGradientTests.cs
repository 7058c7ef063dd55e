namespace Mirrored.Keras.Tests;

/// <summary>The gradients on a GPU, real or simulated.</summary>
public sealed class GpuGradientTests : GradientTests
{
    public GpuGradientTests() => SimulatorAtHand.SkipWithoutGpu();

    protected override MirroredStrategy OneDevice() => new(Devices.Gpus(0), new StrategyOptions { Precision = Precision.Float32 });
}
