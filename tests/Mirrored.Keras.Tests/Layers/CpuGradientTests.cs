namespace Mirrored.Keras.Tests;

/// <summary>The gradients on CPU devices, one and several.</summary>
public sealed class CpuGradientTests : GradientTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Gradient_OnReplicas_EqualsThatOfOne(int replicas)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas));
        using Sequential model = Model(strategy, new Dense(5, "tanh", inputShape: Features), new Dense(Classes, "softmax"));
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(Rows, Features, Classes);
        IReadOnlyList<double[]> expected = ReferenceNetwork.Of(model).NumericGradients(x, y.ToArray());

        // Thirteen rows are uneven over every one of these; the gradient is the mean over all rows all the same.
        Assert.True(Distance(EngineGradients.Of(model, x, y, replica: replicas - 1), expected) < Tolerance);
    }

    [Fact]
    public void Gradient_FewerRowsThanReplicas_EqualsThatOfOne()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(8));
        using Sequential model = Model(strategy, new Dense(5, "tanh", inputShape: Features), new Dense(Classes, "softmax"));
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(5, Features, Classes);
        IReadOnlyList<double[]> expected = ReferenceNetwork.Of(model).NumericGradients(x, y.ToArray());

        Assert.True(Distance(EngineGradients.Of(model, x, y), expected) < Tolerance);
    }

    protected override MirroredStrategy OneDevice() => new(Devices.Cpus(1));
}
