namespace Mirrored.Keras.Tests;

public sealed class ModelCheckpointTests : CallbackTestBase
{
    [Fact]
    public void Fit_BestOnly_KeepsTheBestWeights()
    {
        List<string> hashes = [];
        ModelCheckpoint checkpoint = new(Folder["best.safetensors"], "x", verbose: true, saveBestOnly: true);

        Fit(4, new Scripted("x", 0.5, 0.4, 0.4, 0.6), new LambdaCallback(onEpochEnd: (_, _) => hashes.Add(Model.WeightsSha256())), checkpoint);
        Model.LoadWeights(Folder["best.safetensors"]);

        Assert.Equal(hashes[1], Model.WeightsSha256());
        Assert.Equal(0.4, checkpoint.Best);
        Assert.Equal(
            $"""

             Epoch 1: x improved from inf to 0.50000, saving model to {Folder["best.safetensors"]}

             Epoch 2: x improved from 0.50000 to 0.40000, saving model to {Folder["best.safetensors"]}

             Epoch 3: x did not improve from 0.40000

             Epoch 4: x did not improve from 0.40000

             """.ReplaceLineEndings("\n"), Printed);
    }

    [Fact]
    public void Fit_PlacesInThePath_AreFilledIn()
    {
        Fit(2, new Scripted("val_x", 0.125, 12.5), new ModelCheckpoint(Folder["sub/w-{epoch:02d}-{val_x:.2f}.safetensors"]));

        Assert.True(File.Exists(Folder["sub/w-01-0.12.safetensors"])); // As C rounds: to even.
        Assert.True(File.Exists(Folder["sub/w-02-12.50.safetensors"]));
    }

    [Fact]
    public void Fit_EverySoManySteps_CountsOverEpochs()
    {
        // Three steps an epoch; after the steps 4 and 8 of nine, which are the first of epoch 2 and the second of epoch 3.
        Fit(3, new ModelCheckpoint(Folder["w-{epoch}-{batch}.safetensors"], saveFreq: 4));

        Assert.Equal(
            ["w-2-1.safetensors", "w-3-2.safetensors"],
            Folder.Names);
    }

    [Fact]
    public void Fit_Threshold_HasToBeBeaten()
    {
        ModelCheckpoint checkpoint = new(Folder["w.safetensors"], "my_acc", saveBestOnly: true, initialValueThreshold: 0.5);

        Fit(1, new Scripted("my_acc", 0.4), checkpoint);
        Assert.Null(checkpoint.LastSaved);
        Fit(1, new Scripted("my_acc", 0.6), checkpoint);

        Assert.Equal(Folder["w.safetensors"], checkpoint.LastSaved);
    }

    [Fact]
    public void Fit_WhatCannotBeSaved_SaysSo()
    {
        Directory.CreateDirectory(Folder["d.safetensors"]);

        Assert.Throws<IOException>(() => Fit(1, new ModelCheckpoint(Folder["d.safetensors"])));
        Assert.Contains("epoch, loss, accuracy", Assert.Throws<KeyNotFoundException>(
            () => Fit(1, new ModelCheckpoint(Folder["{val_loss}.safetensors"]))).Message, StringComparison.Ordinal);
        Fit(1, new ModelCheckpoint(Folder["n.safetensors"], saveBestOnly: true));
        Assert.Contains("Warning: ModelCheckpoint: there is no 'val_loss'", Printed, StringComparison.Ordinal);
        Assert.False(File.Exists(Folder["n.safetensors"]));
    }

    [Theory]
    [InlineData("w.h5")]
    [InlineData("{epoch.safetensors")]
    [InlineData("{epoch:x}.safetensors")]
    [InlineData("")]
    public void Constructor_BadPath_IsRefused(string path) => Assert.Throws<ArgumentException>(() => new ModelCheckpoint(path));

    [Fact]
    public void Constructor_BadFrequency_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelCheckpoint("w.safetensors", saveFreq: 0));

    [Theory]
    [InlineData("{x:.3f}", "1234.500")]
    [InlineData("{x:.2e}", "1.23e+03")]
    [InlineData("{x:09.2f}", "001234.50")]
    [InlineData("{x:f}", "1234.500000")]
    [InlineData("{x}", "1234.5")]
    [InlineData("{epoch:3d}|{epoch}", "  7|7")]
    public void PathTemplate_Formats_AreThoseOfPython(string template, string expected)
    {
        Logs logs = new();
        logs["x"] = 1234.5;

        Assert.Equal(expected, new PathTemplate(template).Fill(new Dictionary<string, int> { ["epoch"] = 7 }, logs));
    }
}
