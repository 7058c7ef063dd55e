namespace Mirrored.Keras.Tests;

public sealed class HistoryTests
{
    [Fact]
    public void Add_SeveralEpochs_KeepsValuesAndOrderOfNames()
    {
        History history = new();
        Add(history, 0, [("loss", 1.5), ("accuracy", 0.5), ("val_loss", 1.25), ("lr", 0.001)]);
        Add(history, 1, [("loss", 1.0), ("accuracy", 0.75), ("val_loss", 1.125), ("lr", 0.001)]);

        Assert.Equal([0, 1], history.Epoch);
        Assert.Equal(["loss", "accuracy", "val_loss", "lr"], history.Metrics.Keys);
        Assert.Equal([1.5, 1.0], history["loss"]);
        Assert.Equal([1.25, 1.125], history.Metrics["val_loss"]);
    }

    [Fact]
    public void Add_NameOnlyInSomeEpochs_HasOneValueForEachReport()
    {
        History history = new();
        Add(history, 4, [("loss", 3)]);
        Add(history, 5, [("loss", 2), ("val_loss", 2.5)]);

        Assert.Equal([4, 5], history.Epoch);
        Assert.Equal([3.0, 2.0], history["loss"]);
        Assert.Equal([2.5], history["val_loss"]);
    }

    [Fact]
    public void Indexer_UnknownName_ListsTheNames()
    {
        History history = new();
        Add(history, 0, [("loss", 1), ("accuracy", 1)]);
        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => history["acc"]);
        Assert.Equal("Nothing was recorded under 'acc'. Recorded: loss, accuracy.", error.Message);
    }

    private static void Add(History history, int epoch, (string Name, double Value)[] values)
    {
        using Sequential model = new([new Dense(1, inputShape: 1)]);
        history.Attach(model, new HistoryParameters(Verbosity.Silent, epoch + 1, Steps: null), new RunOptions());
        Logs logs = new();
        foreach ((string name, double value) in values) logs[name] = value;
        history.OnEpochEnd(epoch, logs);
        history.Detach();
    }
}
