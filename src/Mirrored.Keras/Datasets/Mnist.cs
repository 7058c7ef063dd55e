namespace Mirrored.Keras;

/// <summary>The MNIST database of handwritten digits: 60,000 training and 10,000 test images of 28 x 28 pixels.</summary>
/// <remarks>LeCun, Cortes, Burges: The MNIST database of handwritten digits (1998).</remarks>
public static class Mnist
{
    /// <summary>Loads the images and their digits from the first of these that is there: <paramref name="directory"/>; the
    /// folder that the environment variable <c>MIRRORED_DATA</c> names, or <c>mnist</c> in it; <c>data</c> beside the program;
    /// Keras's cached <c>mnist.npz</c>; earlier downloads; the web. What Keras cached or the web gave is used only if its
    /// SHA-256 is that of the published file.</summary>
    /// <param name="directory">A folder with the four IDX files, gzip or plain; nothing else is tried then.</param>
    /// <param name="download">False never asks the web.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <returns>The data, which deconstructs into <c>((xTrain, yTrain), (xTest, yTest))</c>.</returns>
    /// <exception cref="FileNotFoundException">The data is nowhere; the message lists what was tried.</exception>
    /// <exception cref="DataFormatException">A file is damaged or something else.</exception>
    /// <exception cref="OperationCanceledException">The download was stopped.</exception>
    public static MnistData LoadData(
        string? directory = null, bool download = true, CancellationToken cancellationToken = default) =>
        new MnistLoader(PublishedDataset.Mnist, DataLocations.OfThisProcess(), new Downloader())
            .Load(directory, download, cancellationToken);
}
