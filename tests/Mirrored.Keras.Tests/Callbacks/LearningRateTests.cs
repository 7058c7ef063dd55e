namespace Mirrored.Keras.Tests;

public sealed class LearningRateTests : CallbackTestBase
{
    [Fact]
    public void ReduceLROnPlateau_NoBetterForAWhile_LowersTheRate()
    {
        ReduceLROnPlateau reduce = new("x", factor: 0.5, patience: 2, minDelta: 0.1, verbose: true);

        // 0.95 is no better by 0.1: wait 1, 1.0: wait 2, lowered after epoch 2; then wait 1, 2, lowered after epoch 4.
        History history = Fit(6, new Scripted("x", 1, 0.95, 1, 1, 1, 0.5), reduce);

        Assert.Equal([0.001, 0.001, 0.001, 0.0005, 0.0005, 0.00025], history["lr"]);
        Assert.StartsWith("\nEpoch 3: ReduceLROnPlateau reducing learning rate to 0.0005.\n", Printed, StringComparison.Ordinal);
    }

    [Fact]
    public void ReduceLROnPlateau_Cooldown_DoesNotCount()
    {
        // Lowered after epoch 1; epochs 2 and 3 cool down, the second of them counts again: lowered after 3, then after 5.
        History history = Fit(7, new Scripted("x", 1, 1, 1, 1, 1, 1, 1), new ReduceLROnPlateau("x", 0.5, patience: 1, cooldown: 2));

        Assert.Equal([0.001, 0.001, 0.0005, 0.0005, 0.00025, 0.00025, 0.000125], history["lr"]);
    }

    [Fact]
    public void ReduceLROnPlateau_AtTheLeastRate_StaysThere()
    {
        History history = Fit(5, new Scripted("x", 1, 1, 1, 1, 1), new ReduceLROnPlateau("x", 0.1, patience: 1, minLr: 0.0004));

        Assert.Equal([0.001, 0.001, 0.0004, 0.0004, 0.0004], history["lr"]);
    }

    [Fact]
    public void ReduceLROnPlateau_AccuracyGoesUp_IsBetter()
    {
        History history = Fit(3, new Scripted("my_acc_", 0.1, 0.2, 0.3), new ReduceLROnPlateau("my_acc_", 0.1, patience: 1));

        Assert.Equal([0.001, 0.001, 0.001], history["lr"]);
    }

    [Fact]
    public void LearningRateScheduler_SetsAndLogsTheRate()
    {
        History history = Fit(3, new LearningRateScheduler((epoch, rate) => rate / (epoch + 1), verbose: true));

        Assert.Equal([0.001, 0.0005, 0.0005 / 3], history["lr"]);
        Assert.Equal(0.0005 / 3, Model.Optimizer!.LearningRate);
        Assert.StartsWith("\nEpoch 1: LearningRateScheduler setting learning rate to 0.001.\n", Printed, StringComparison.Ordinal);
        Assert.Equal([0.5], Fit(1, new LearningRateScheduler(_ => 0.5))["lr"]);
    }

    [Fact]
    public void LearningRateScheduler_BadRate_EndsTrainingWithAnError()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Fit(1, new LearningRateScheduler(_ => double.NaN)));
        Assert.Throws<ArgumentNullException>(() => new LearningRateScheduler((Func<int, double>)null!));
    }

    [Fact]
    public void Constructor_BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau(factor: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau(cooldown: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau(minLr: -1));
    }

    [Fact]
    public void TerminateOnNaN_LossIsNotANumber_StopsAtThatBatch()
    {
        Recorder recorder = new();
        using MirroredStrategy strategy = new(Devices.Cpus(2), new StrategyOptions { NonFinite = NonFinitePolicy.Off });
        using Sequential model = TestData.Mlp(strategy, Features, hidden: 4);
        model.SetWeights([.. model.GetWeights().Select((w, i) => i == 0 ? new NDArray<float>(
            [.. Enumerable.Repeat(float.NaN, w.Length)], w.Shape) : w)]);
        History Fit(int epochs, params Callback[] callbacks) => model.Fit(
            X, Y, 16, epochs, verbose: Verbosity.Silent, callbacks: callbacks, options: new FitOptions { Output = Output });

        History history = Fit(5, recorder, new TerminateOnNaN());

        Assert.Equal([0], history.Epoch);
        Assert.DoesNotContain("batch begin 1", recorder.Calls);
        Assert.Equal("Batch 0: Invalid loss, terminating training\n", Printed);
        Assert.Equal(2, Fit(2).Epoch.Count);
    }
}
