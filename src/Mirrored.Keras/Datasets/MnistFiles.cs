namespace Mirrored.Keras;

/// <summary>Reads the files of a dataset in the form of MNIST, and makes sure that they belong together.</summary>
internal static class MnistFiles
{
    public const int ImageSize = 28;
    public const byte LastClass = 9;

    private const int LabelHeaderLength = 8;

    /// <summary>Reads the four IDX files.</summary>
    /// <param name="paths">Training images and labels, test images and labels.</param>
    /// <param name="open">Opens one of them.</param>
    /// <param name="source">Where they are, in words.</param>
    /// <exception cref="DataFormatException">A file is not what it should be.</exception>
    public static MnistData ReadIdx(string[] paths, Func<string, Stream> open, string source)
    {
        NDArray<byte> Read(int file, int axes) => IdxReader.Read(open(paths[file]), paths[file], axes);

        NDArray<byte> xTrain = Read(0, axes: 3), yTrain = Read(1, axes: 1);
        Check(xTrain, yTrain, paths[0], paths[1], LabelHeaderLength);
        NDArray<byte> xTest = Read(2, axes: 3), yTest = Read(3, axes: 1);
        Check(xTest, yTest, paths[2], paths[3], LabelHeaderLength);
        return new(xTrain, yTrain, xTest, yTest, source);
    }

    /// <summary>Reads the single file that Keras keeps.</summary>
    /// <param name="file">The npz file; closed afterwards.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="DataFormatException">The file is not what it should be.</exception>
    public static MnistData ReadNpz(Stream file, string path)
    {
        using var npz = new NpzReader(file, path);
        NDArray<byte> xTrain = npz.Read("x_train", axes: 3), yTrain = npz.Read("y_train", axes: 1);
        Check(xTrain, yTrain, $"{path}/x_train.npy", $"{path}/y_train.npy", 0);
        NDArray<byte> xTest = npz.Read("x_test", axes: 3), yTest = npz.Read("y_test", axes: 1);
        Check(xTest, yTest, $"{path}/x_test.npy", $"{path}/y_test.npy", 0);
        return new(xTrain, yTrain, xTest, yTest, $"Keras's {path}");
    }

    private static void Check(NDArray<byte> x, NDArray<byte> y, string images, string labels, int labelsStart)
    {
        if (x.Shape[1] != ImageSize || x.Shape[2] != ImageSize)
            throw new DataFormatException(
                images, 0, $"images of {x.Shape[1]} x {x.Shape[2]} pixels", $"{ImageSize} x {ImageSize}");
        if (x.Shape[0] != y.Shape[0])
            throw new DataFormatException(
                labels, 0, $"{y.Shape[0]} labels", $"{x.Shape[0]}, one for each image in {images}");
        int wrong = y.Span.IndexOfAnyExceptInRange((byte)0, LastClass);
        if (wrong >= 0)
            throw new DataFormatException(labels, labelsStart + wrong, $"label {y[wrong]}", $"0 to {LastClass}");
    }
}
