using System.Collections.Concurrent;

namespace Mirrored.Keras.Tests;

public sealed class LayerNamesTests
{
    [Fact]
    public void Next_SeveralClasses_CountsEachOne()
    {
        LayerNames names = new();
        string[] given = ["Dense", "Dropout", "Dense", "BatchNormalization", "Dense", "Dropout"];
        Assert.Equal(
            ["dense", "dropout", "dense_1", "batch_normalization", "dense_2", "dropout_1"], given.Select(names.Next));
    }

    [Fact]
    public void Clear_AfterNames_StartsAgain()
    {
        LayerNames names = new();
        names.Next("Dense");
        names.Next("Dense");
        names.Clear();
        Assert.Equal("dense", names.Next("Dense"));
    }

    [Fact]
    public void Next_FromManyThreads_GivesEachNameOnce()
    {
        const int threads = 4;
        const int each = 500;
        LayerNames names = new();
        ConcurrentBag<string> given = [];
        Parallel.For(0, threads, _ =>
        {
            for (int i = 0; i < each; i++) given.Add(names.Next("Dense"));
        });
        Assert.Equal(threads * each, given.Distinct().Count());
        Assert.Contains($"dense_{threads * each - 1}", given);
    }

    [Fact]
    public void ClearSession_AfterSharedNames_StartsThemAgain()
    {
        // A class of its own: other tests may be naming layers at the same time.
        LayerNames.Shared.Next(nameof(LayerNamesTests));
        Backend.ClearSession();
        Assert.Equal("layer_names_tests", LayerNames.Shared.Next(nameof(LayerNamesTests)));
    }
}
