namespace Mirrored.Keras.Tests;

public sealed class EvaluationResultTests
{
    private static readonly EvaluationResult LossOnly = new([("loss", 0.25)]);
    private static readonly EvaluationResult Four = new([("loss", 0.25), ("accuracy", 0.5), ("auc", 0.75), ("mse", 1)]);

    [Fact]
    public void Members_SeveralResults_KeepTheOrder()
    {
        Assert.Equal(0.25, Four.Loss);
        Assert.Equal(["loss", "accuracy", "auc", "mse"], Four.Names);
        Assert.Equal([0.25, 0.5, 0.75, 1], Four.Values);
        Assert.Equal(0.75, Four["auc"]);
        Assert.Equal(Four.Names, Four.ToDictionary().Keys);
        Assert.Equal("loss: 0.2500 - accuracy: 0.5000 - auc: 0.7500 - mse: 1.0000", Four.ToString());
    }

    [Fact]
    public void ToDictionary_Changed_LeavesTheResult()
    {
        Four.ToDictionary()["loss"] = 7;
        Assert.Equal(0.25, Four.Loss);
    }

    [Fact]
    public void Deconstruct_FittingCount_GivesTheValues()
    {
        (double loss, double accuracy) = new EvaluationResult([("loss", 1), ("accuracy", 2)]);
        Assert.Equal((1, 2), (loss, accuracy));
        (loss, accuracy, double auc) = new EvaluationResult([("loss", 1), ("accuracy", 2), ("auc", 3)]);
        Assert.Equal((1, 2, 3), (loss, accuracy, auc));
        (loss, accuracy, auc, double mse) = Four;
        Assert.Equal((0.25, 0.5, 0.75, 1), (loss, accuracy, auc, mse));
    }

    [Fact]
    public void Deconstruct_OtherCount_SaysWhatThereIs()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => Four.Deconstruct(out _, out _));
        Assert.Equal(
            "The evaluation cannot be taken apart into 2 values; it has 4: loss, accuracy, auc, mse. "
            + "Name as many, or ask for one: result[\"mse\"].", error.Message);
        Assert.Throws<InvalidOperationException>(() => LossOnly.Deconstruct(out _, out _));
        Assert.Throws<InvalidOperationException>(() => Four.Deconstruct(out _, out _, out _));
        Assert.Throws<InvalidOperationException>(() => LossOnly.Deconstruct(out _, out _, out _, out _));
    }

    [Fact]
    public void Indexer_UnknownName_ListsTheNames()
    {
        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => LossOnly["accuracy"]);
        Assert.Equal("The evaluation has no 'accuracy'. It has: loss.", error.Message);
    }

    [Fact]
    public void Constructor_NothingOrANameTwice_Throws()
    {
        Assert.Throws<ArgumentException>(() => new EvaluationResult([]));
        Assert.Throws<ArgumentException>(() => new EvaluationResult([("loss", 1), ("loss", 2)]));
    }
}
