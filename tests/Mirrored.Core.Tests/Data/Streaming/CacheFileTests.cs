namespace Mirrored;

public sealed class CacheFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-");
    private int _read;

    private string File => Path.Combine(_folder.FullName, "cache");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Cache_AfterACompletePass_IsReadInLaterRuns()
    {
        List<string> first = Texts(Examples(10).Cache(File));
        Assert.Equal(10, _read);

        Assert.Equal(first, Texts(Examples(10).Cache(File)));
        Assert.Equal(first, Texts(Examples(3).Cache(File))); // As in tf.data: nobody checks what the dataset has become.
        Assert.Equal(10, _read);
        Assert.Equal(["cache"], _folder.GetFiles().Select(file => file.Name));
    }

    [Fact]
    public void Cache_OfBatches_KeepsRowsTargetsAndShapes()
    {
        Dataset<Batch> batches = Examples(10).Batch(4);

        List<Batch> expected = [.. batches], kept = [.. batches.Cache(File)], again = [.. batches.Cache(File)];

        Assert.Equal(3, again.Count);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(expected[i].X.Shape, again[i].X.Shape);
            Assert.Equal(expected[i].X.ToArray(), again[i].X.ToArray());
            Assert.Equal(kept[i].Y!.As<int>().ToArray(), again[i].Y!.As<int>().ToArray());
        }
    }

    [Fact]
    public void Cache_PassThatStopsEarly_LeavesNoFile()
    {
        Assert.Equal(5, Examples(10).Cache(File).Take(5).Count());
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void Cache_FileCutAnywhereOrLonger_IsRefused()
    {
        Texts(Examples(4).Cache(File));
        byte[] good = System.IO.File.ReadAllBytes(File);
        for (int length = 0; length < good.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, good[..length]);
            Assert.Throws<DataFormatException>(() => Texts(Examples(4).Cache(File)));
        }

        System.IO.File.WriteAllBytes(File, [.. good, 0]);
        Assert.Throws<DataFormatException>(() => Texts(Examples(4).Cache(File)));
    }

    private static List<string> Texts(Dataset<Example> dataset) =>
        [.. dataset.Select(e => $"{e.X.Shape} {string.Join(' ', e.X.ToArray())} {e.Y?.As<int>().Span[0]}")];

    private Dataset<Example> Examples(int count) => Dataset.Range(count).Map(i =>
    {
        _read++;
        return new Example(new[] { i, 0.5f }, (int)i);
    });
}
