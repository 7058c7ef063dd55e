namespace Mirrored.Keras;

/// <summary>A dataset in the form of MNIST: four IDX files, and where copies of them may be found.</summary>
internal sealed record PublishedDataset
{
    /// <summary>What messages call it.</summary>
    public required string Title { get; init; }

    /// <summary>The name of its folder in a folder of datasets.</summary>
    public required string Folder { get; init; }

    /// <summary>True when the files may also lie in the folder of datasets itself: Fashion-MNIST has the same file names,
    /// and only one of the two can.</summary>
    public bool MayLieInRoot { get; init; }

    /// <summary>Folders on the web that hold the files, tried in order.</summary>
    public required IReadOnlyList<Uri> Mirrors { get; init; }

    /// <summary>The four files in this order: training images and labels, test images and labels.</summary>
    public required IReadOnlyList<PublishedFile> Files { get; init; }

    /// <summary>The single file that Keras keeps instead of the four, if it does.</summary>
    public PublishedFile? KerasArchive { get; init; }

    /// <summary>Handwritten digits. Lengths and sums: TensorFlow Datasets' checksum list; archive: Keras's mnist.py.</summary>
    public static PublishedDataset Mnist { get; } = new()
    {
        Title = "MNIST",
        Folder = "mnist",
        MayLieInRoot = true,
        Mirrors =
        [
            new Uri("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            new Uri("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        ],
        Files =
        [
            new("train-images-idx3-ubyte.gz", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            new("train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            new("t10k-images-idx3-ubyte.gz", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            new("t10k-labels-idx1-ubyte.gz", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        ],
        KerasArchive =
            new("mnist.npz", 11_490_434, "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"),
    };

    /// <summary>Articles of clothing. Lengths and sums: TensorFlow Datasets' checksum list.</summary>
    public static PublishedDataset FashionMnist { get; } = new()
    {
        Title = "Fashion-MNIST",
        Folder = "fashion-mnist",
        Mirrors =
        [
            new Uri("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
            new Uri("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
        ],
        Files =
        [
            new("train-images-idx3-ubyte.gz", 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            new("train-labels-idx1-ubyte.gz", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            new("t10k-images-idx3-ubyte.gz", 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            new("t10k-labels-idx1-ubyte.gz", 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        ],
    };
}
