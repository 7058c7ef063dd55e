using Mirrored.Keras.Tests;

namespace Mirrored.Files.Tests;

/// <summary>The sample's model in ONNX Runtime, on all test images.</summary>
public sealed class OnnxMnistTests
{
    [Fact]
    public void Predict_InOnnxRuntime_GivesTheSameDigits()
    {
        var ((xTrain, yTrain), (xTest, _)) = Mnist.LoadData(
            Path.Combine(AppContext.BaseDirectory, "data"), cancellationToken: TestContext.Current.CancellationToken);
        NDArray<float> Flat(NDArray<byte> x) => x.Reshape(-1, 784).AsFloat(scale: 1 / 255.0);
        using Sequential model = new([new Dense(128, "relu", inputShape: 784), new Dropout(0.2), new Dense(10, "softmax")]);
        model.Compile(new Adam(0.003), "sparse_categorical_crossentropy");
        model.Fit(Flat(xTrain.Rows(0, 10_000)), yTrain.Rows(0, 10_000), batchSize: 128, epochs: 1, verbose: Verbosity.Silent);
        using TemporaryFolder folder = new();
        model.Save(folder["m.onnx"]);

        NDArray<float> expected = model.Predict(Flat(xTest), verbose: Verbosity.Silent);
        float[] images = [.. xTest.ToArray().Select(b => b / 255f)];
        NDArray<float> found = new(OnnxRun.Predict(folder["m.onnx"], new NDArray<float>(images, [10_000, 784])), [10_000, 10]);

        Assert.Equal(expected.ArgMax(axis: 1), found.ArgMax(axis: 1));
        Assert.InRange(expected.ToArray().Zip(found.ToArray(), (a, b) => Math.Abs(a - b)).Max(), 0, 1e-5f);
    }
}
