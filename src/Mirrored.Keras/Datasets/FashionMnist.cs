namespace Mirrored.Keras;

/// <summary>Fashion-MNIST: ten kinds of clothing in the form of MNIST, and harder to tell apart than digits.</summary>
/// <remarks>Xiao, Rasul, Vollgraf: Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms (2017).
/// Classes: 0 T-shirt/top, 1 trouser, 2 pullover, 3 dress, 4 coat, 5 sandal, 6 shirt, 7 sneaker, 8 bag, 9 ankle boot.</remarks>
public static class FashionMnist
{
    /// <summary>Loads the images and their classes from the first of these that is there: <paramref name="directory"/>;
    /// <c>fashion-mnist</c> in the folder that the environment variable <c>MIRRORED_DATA</c> names; <c>data/fashion-mnist</c>
    /// beside the program; Keras's cache; earlier downloads; the web. What Keras cached or the web gave is used only if its
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
        new MnistLoader(PublishedDataset.FashionMnist, DataLocations.OfThisProcess(), new Downloader())
            .Load(directory, download, cancellationToken);
}
