using System.Security.Cryptography;

namespace Mirrored.Keras.Tests;

/// <summary>The real files, as the sample ships them.</summary>
public sealed class MnistTests
{
    private static readonly string Folder = FindFolder();

    [Fact]
    public void LoadData_TheSamplesFiles_AreMnist()
    {
        var ((xTrain, yTrain), (xTest, yTest)) = Load();

        Assert.Equal(new Shape(60_000, 28, 28), xTrain.Shape);
        Assert.Equal(new Shape(10_000, 28, 28), xTest.Shape);
        Assert.Equal([5, 0, 4, 1, 9], yTrain.Span[..5].ToArray());
        Assert.Equal([7, 2, 1, 0, 4], yTest.Span[..5].ToArray());
        Assert.Equal("6bbc9ace898e44ae57da46a324031adb", Md5(xTrain));
        Assert.Equal("a25bea736e30d166cdddb491f175f624", Md5(yTrain));
        Assert.Equal("2646ac647ad5339dbf082846283269ea", Md5(xTest));
        Assert.Equal("27ae3e4e09519cfbb04c329615203637", Md5(yTest));
    }

    [Fact]
    public void LoadData_HoldsTheImagesOnce()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        MnistData data = Load();

        // Everything that is not the four arrays: the decompressors' buffers and the first calls of this code.
        const long Overhead = 1 << 20;
        long arrays = data.XTrain.Length + data.YTrain.Length + data.XTest.Length + data.YTest.Length;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, arrays, arrays + Overhead);
    }

    [Fact]
    public void LoadData_GoesIntoADatasetWithoutACopy()
    {
        var ((xTrain, yTrain), _) = Load();
        NDArray<float> Flat(NDArray<byte> x) => x.Reshape(-1, 784).AsFloat(scale: 1 / 255.0);

        Dataset<Batch> dataset = Dataset.FromTensorSlices(Flat(xTrain), yTrain)
            .Shuffle(1000).Batch(1024).Prefetch(Dataset.AutoTune);

        Assert.Equal(59, dataset.Cardinality);
        Assert.Same(xTrain.Source.Backing, dataset.Pipeline.X.Source.Backing);
        Assert.Same(yTrain.Source.Backing, dataset.Pipeline.Y!.Source.Backing);
    }

    private static MnistData Load() => Mnist.LoadData(Folder, cancellationToken: TestContext.Current.CancellationToken);

    private static string Md5(NDArray<byte> array)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        md5.AppendData(TestFiles.Idx([], [.. array.Shape]));
        md5.AppendData(array.Span);
        return Convert.ToHexStringLower(md5.GetHashAndReset());
    }

    private static string FindFolder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Mirrored.sln"))) folder = Path.GetDirectoryName(folder);
        return Path.Combine(folder!, "samples", "Mnist", "data");
    }
}
