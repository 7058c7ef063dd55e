namespace Mirrored.Keras.Tests;

public sealed class MnistFilesTests
{
    private static readonly string[] Paths = ["xTrain", "yTrain", "xTest", "yTest"];

    [Fact]
    public void ReadIdx_MoreImagesThanLabels_NamesBothFiles()
    {
        var error = Assert.Throws<DataFormatException>(() => Read(TestFiles.Idx(TestFiles.Labels(6), 6), file: 3));

        Assert.Equal(("yTest", "6 labels", "3, one for each image in xTest"), (error.File, error.Found, error.Expected));
    }

    [Fact]
    public void ReadIdx_LabelAboveNine_SaysWhere()
    {
        var error = Assert.Throws<DataFormatException>(() => Read(TestFiles.Idx([0, 9, 3, 10, 255], 5), file: 1));

        Assert.Equal(("yTrain", 11, "label 10", "0 to 9"), (error.File, error.Offset, error.Found, error.Expected));
    }

    [Fact]
    public void ReadIdx_ImagesOfAnotherSize_SaysWhichSize()
    {
        var error = Assert.Throws<DataFormatException>(() => Read(TestFiles.Idx(new byte[5 * 6], 5, 2, 3), file: 0));

        Assert.Equal(("xTrain", "images of 2 x 3 pixels"), (error.File, error.Found));
    }

    [Fact]
    public void ReadIdx_ImagesInPlaceOfLabels_Refuses() =>
        Assert.Equal(
            "yTrain",
            Assert.Throws<DataFormatException>(() => Read(TestFiles.SmallMnist()[0], file: 1)).File);

    private static MnistData Read(byte[] replacement, int file)
    {
        byte[][] files = TestFiles.SmallMnist();
        files[file] = replacement;
        return MnistFiles.ReadIdx(Paths, path => new MemoryStream(files[Array.IndexOf(Paths, path)]), "memory");
    }
}
