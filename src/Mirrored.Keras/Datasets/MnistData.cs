namespace Mirrored.Keras;

/// <summary>Images and labels for training and for testing; take it apart as
/// <c>var ((xTrain, yTrain), (xTest, yTest)) = Mnist.LoadData();</c>.</summary>
public sealed class MnistData
{
    internal MnistData(
        NDArray<byte> xTrain, NDArray<byte> yTrain, NDArray<byte> xTest, NDArray<byte> yTest, string source)
    {
        XTrain = xTrain;
        YTrain = yTrain;
        XTest = xTest;
        YTest = yTest;
        Source = source;
    }

    /// <summary>The training images, <c>(60000, 28, 28)</c>; 0 is background, 255 is ink.</summary>
    public NDArray<byte> XTrain { get; }

    /// <summary>The class of each training image, 0 to 9, <c>(60000,)</c>.</summary>
    public NDArray<byte> YTrain { get; }

    /// <summary>The test images, <c>(10000, 28, 28)</c>.</summary>
    public NDArray<byte> XTest { get; }

    /// <summary>The class of each test image, 0 to 9, <c>(10000,)</c>.</summary>
    public NDArray<byte> YTest { get; }

    /// <summary>Where the data came from, in words: the folder, file or web address.</summary>
    public string Source { get; }

    /// <summary>Takes the data apart into images and labels for training and for testing.</summary>
    /// <param name="train">The training images and labels.</param>
    /// <param name="test">The test images and labels.</param>
    public void Deconstruct(
        out (NDArray<byte> X, NDArray<byte> Y) train, out (NDArray<byte> X, NDArray<byte> Y) test)
    {
        train = (XTrain, YTrain);
        test = (XTest, YTest);
    }
}
