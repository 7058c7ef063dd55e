namespace Mirrored.Keras.Tests;

public sealed class CallbackTests : CallbackTestBase
{
    [Fact]
    public void Fit_WithValidation_CallsHooksInKerassOrder()
    {
        Recorder recorder = new();

        Model.Fit(
            X, Y, 20, epochs: 1, validationData: (X.Rows(0, 5), Y.Rows(0, 5)), verbose: Verbosity.Silent, callbacks: [recorder]);

        Assert.Equal(
            [
                "train begin", "epoch begin 0", "batch begin 0", "batch end 0 loss,accuracy", "batch begin 1",
                "batch end 1 loss,accuracy", "test begin", "test batch begin 0", "test batch end 0", "test end loss,accuracy",
                "epoch end 0 loss,accuracy,val_loss,val_accuracy", "train end loss,accuracy,val_loss,val_accuracy",
            ],
            recorder.Calls);
        Assert.Same(Model, recorder.Model);
        Assert.Equal(new HistoryParameters(Verbosity.Silent, 1, 2), recorder.Params);
    }

    [Fact]
    public void EvaluateAndPredict_CallTheirHooks()
    {
        Recorder recorder = new();

        Model.Evaluate(X, Y, 25, Verbosity.Silent, callbacks: [recorder]);
        Model.Predict(X, 25, Verbosity.Silent, callbacks: [recorder]);

        Assert.Equal(
            [
                "test begin", "test batch begin 0", "test batch end 0", "test batch begin 1", "test batch end 1",
                "test end loss,accuracy", "predict begin", "predict batch begin 0", "predict batch end 0 (25, 10)",
                "predict batch begin 1", "predict batch end 1 (15, 10)", "predict end",
            ],
            recorder.Calls);
    }

    [Fact]
    public void StopTraining_InABatch_StillValidatesAndEndsTheEpoch()
    {
        Recorder recorder = new() { At = call => Model.StopTraining |= call.StartsWith("batch end 0", StringComparison.Ordinal) };

        History history = Model.Fit(
            X, Y, 10, epochs: 5, validationData: (X, Y), verbose: Verbosity.Silent, callbacks: [recorder]);

        Assert.Equal([0], history.Epoch);
        Assert.Single(history["val_loss"]);
        Assert.DoesNotContain("batch begin 1", recorder.Calls);
        Assert.StartsWith("train end", recorder.Calls[^1], StringComparison.Ordinal);
        Assert.Equal([0, 1], Fit(2).Epoch);
    }

    [Fact]
    public void Logs_ReadEveryBatch_AreTheMeansSoFar()
    {
        List<double> read = [];
        using MirroredStrategy strategy = new(Devices.Cpus(2), new StrategyOptions { Deterministic = true });
        using Sequential other = TestData.Mlp(strategy, Features, hidden: 4);

        double loss = Fit(1)["loss"][0];
        other.Fit(X, Y, 16, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onBatchEnd: (_, logs) => read.Add(logs["loss"]))]);

        Assert.Equal(Model.WeightsSha256(), other.WeightsSha256());
        Assert.Equal(3, read.Count);
        Assert.Equal(loss, read[^1]);
        Assert.Equal(3, read.Distinct().Count());
    }

    [Fact]
    public void Logs_AddedByACallback_ReachThoseBehindItAndTheHistory()
    {
        List<double> seen = [];

        History history = Fit(
            2, new LambdaCallback(onEpochEnd: (epoch, logs) => logs["extra"] = epoch * 2.5, onBatchEnd: (_, logs) => logs["other"] = 1),
            new LambdaCallback(onEpochEnd: (_, logs) => seen.Add(logs["extra"])));

        Assert.Equal([0, 2.5], seen);
        Assert.Equal([0, 2.5], history["extra"]);
        Assert.Equal(["loss", "accuracy", "extra"], history.Metrics.Keys);
    }

    [Fact]
    public void Logs_KeptBeyondTheirTime_SayThatItIsTooLate()
    {
        Logs? read = null, unread = null;
        double last = Fit(1, new LambdaCallback(onBatchEnd: (_, logs) => read = logs))["loss"][0];
        Assert.Throws<FormatException>(() => Fit(1, new LambdaCallback(onBatchEnd: (_, logs) =>
        {
            unread = logs;
            throw new FormatException();
        })));

        Assert.Equal(last, read!["loss"]);
        Assert.Contains("hook", Assert.Throws<InvalidOperationException>(() => unread!["loss"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Logs_UnknownName_ListsTheNames()
    {
        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(
            () => Fit(1, new LambdaCallback(onEpochEnd: (_, logs) => Assert.NotEqual(0, logs["los"]))));

        Assert.Equal("The logs have no 'los'. They have: loss, accuracy.", error.Message);
    }

    [Theory]
    [InlineData("train begin")]
    [InlineData("epoch begin 1")]
    [InlineData("batch begin 1")]
    [InlineData("batch end 0 loss,accuracy")]
    [InlineData("epoch end 0 loss,accuracy")]
    [InlineData("train end loss,accuracy")]
    public void Hook_Throws_ReachesTheCallerAndLeavesTheModelUsable(string at)
    {
        Recorder recorder = new() { At = call => { if (call == at) throw new FormatException(at); } };

        Assert.Equal(at, Assert.Throws<FormatException>(() => Fit(2, recorder)).Message);

        Assert.Equal(at, recorder.Calls[^1]);
        Assert.Equal([0, 1], Fit(2).Epoch);
        Assert.Equal(Rows, Model.Predict(X, verbose: Verbosity.Silent).Shape[0]);
    }

    [Fact]
    public void EvaluateAndPredict_InsideAHook_DoNotDisturbTraining()
    {
        History plain = Fit(2);
        string hash = Model.WeightsSha256();
        using MirroredStrategy strategy = new(Devices.Cpus(2), new StrategyOptions { Deterministic = true });
        using Sequential other = TestData.Mlp(strategy, Features, hidden: 4);
        List<double> losses = [];

        History history = other.Fit(X, Y, 16, 2, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onBatchEnd: (batch, _) =>
        {
            losses.Add(other.Evaluate(X, Y, 7, Verbosity.Silent).Loss);
            other.Predict(X, 9, Verbosity.Silent);
        })]);

        Assert.Equal(hash, other.WeightsSha256());
        // The sums are float64, and adding them up in another order moves the last bit of the float32 mean at most.
        for (int epoch = 0; epoch < 2; epoch++)
            Assert.Equal(plain["loss"][epoch], history["loss"][epoch], float.BitIncrement(0) + (plain["loss"][epoch] * Math.Pow(2, -23)));
        Assert.Equal(plain["accuracy"], history["accuracy"]);
        Assert.Equal(6, losses.Distinct().Count());
    }

    [Fact]
    public void Calls_ThatAHookMayNotMake_AreRefused()
    {
        Recorder recorder = new()
        {
            At = call =>
            {
                if (call != "batch begin 0") return;
                Assert.Throws<InvalidOperationException>(() => Model.Fit(X, Y));
                Assert.Throws<InvalidOperationException>(() => Model.Compile("adam", "sparse_categorical_crossentropy"));
                Assert.Throws<InvalidOperationException>(() => Model.Add(new Dropout(0.1)));
                Assert.Throws<InvalidOperationException>(() => Model.Pop());
            },
        };

        Assert.Single(Fit(1, recorder).Epoch);
        Assert.Contains("batch begin 0", recorder.Calls);
    }

    [Fact]
    public void Callbacks_NullTwiceOrBusy_AreRefused()
    {
        Recorder recorder = new();
        Assert.Throws<ArgumentException>(() => Fit(1, [null!]));
        Assert.Throws<ArgumentException>(() => Fit(1, recorder, recorder));
        using Sequential other = TestData.Mlp(Strategy, Features, hidden: 4);
        InvalidOperationException? error = null;

        Fit(1, new Recorder
        {
            At = call =>
            {
                if (call == "train begin") error = Assert.Throws<InvalidOperationException>(
                    () => other.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [recorder]));
            },
        }, recorder);

        Assert.Contains(Model.Name, error!.Message, StringComparison.Ordinal);
        other.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [recorder]);
        Assert.Throws<InvalidOperationException>(() => new Recorder().Model);
    }
}
