namespace Mirrored.Keras.Tests;

public sealed class ProgressBarTests : IDisposable
{
    private const int Steps = 938;

    private static readonly (string Name, double Value)[] EpochLogs =
        [("loss", 0.2191), ("accuracy", 0.9357), ("val_loss", 0.11), ("val_accuracy", 0.00057)];

    private readonly ManualTime _time = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Update_OnATerminal_RedrawsTheLine()
    {
        const string first =
            "  1/938 [..............................] - ETA: 14:03 - loss: 1.5000 - accuracy: 0.8500";
        const string middle =
            "469/938 [==============>...............] - ETA: 1s - loss: 0.5021 - accuracy: 0.8500";
        const string last = "938/938 [==============================] - 4s 3ms/step - loss: 0.2191 - accuracy: 0.9357"
            + " - val_loss: 0.1100 - val_accuracy: 5.7000e-04";
        ProgressBar bar = Start(Verbosity.ProgressBar, interactive: true, Steps);

        _time.Advance(0.9);
        Assert.True(bar.WantsUpdate(1));
        bar.Update(1, [("loss", 1.5), ("accuracy", 0.85)]);
        Assert.Equal($"\r{first}", Printed());

        _time.Advance(1.8);
        Assert.True(bar.WantsUpdate(469));
        bar.Update(469, [("loss", 0.5021), ("accuracy", 0.85)]);
        Assert.Equal($"{Back(first)}\r{middle}   ", Printed());

        _time.Advance(0.9);
        bar.EndEpoch(Steps, EpochLogs);
        Assert.Equal($"{Back(middle)}\r{last}\n", Printed());
    }

    [Fact]
    public void BeginEpoch_AfterAnother_StartsAFreshLineAndClock()
    {
        ProgressBar bar = Start(Verbosity.ProgressBar, interactive: true, 2);
        _time.Advance(50);
        bar.WantsUpdate(1);
        bar.EndEpoch(2, []);
        Printed();

        bar.BeginEpoch(1, 2);
        _time.Advance(1);
        Assert.True(bar.WantsUpdate(1));
        bar.Update(1, []);
        Assert.Equal("Epoch 2/2\n\r1/2 [==============>...............] - ETA: 1s", Printed());
    }

    [Fact]
    public void EndEpoch_NotOnATerminal_PrintsOneLine()
    {
        ProgressBar bar = Start(Verbosity.ProgressBar, interactive: false, Steps);
        _time.Advance(0.9);
        Assert.False(bar.WantsUpdate(1));
        _time.Advance(1.8);
        Assert.False(bar.WantsUpdate(469));
        bar.Update(469, EpochLogs);
        Assert.Equal("", Printed());

        _time.Advance(0.9);
        bar.EndEpoch(Steps, EpochLogs);
        Assert.Equal(
            "938/938 [==============================] - 4s 3ms/step - loss: 0.2191 - accuracy: 0.9357"
            + " - val_loss: 0.1100 - val_accuracy: 5.7000e-04\n", Printed());
    }

    [Fact]
    public void EndEpoch_OneLine_HasNoBar()
    {
        ProgressBar bar = Start(Verbosity.OneLine, interactive: true, Steps);
        _time.Advance(0.9);
        Assert.False(bar.WantsUpdate(1));
        _time.Advance(2.7);
        bar.EndEpoch(Steps, EpochLogs);
        Assert.Equal(
            "938/938 - 4s - loss: 0.2191 - accuracy: 0.9357 - val_loss: 0.1100 - val_accuracy: 5.7000e-04"
            + " - 4s/epoch - 4ms/step\n", Printed());
    }

    [Fact]
    public void Update_UnknownTotal_CountsWithoutABarAndKnowsTheNextEpoch()
    {
        const string line = "      3/Unknown - 0s 167ms/step - loss: 0.3000";
        ProgressBar bar = Start(Verbosity.ProgressBar, interactive: true, steps: null);
        _time.Advance(1 / 6.0);
        Assert.True(bar.WantsUpdate(1));
        _time.Advance(1 / 3.0);
        bar.Update(3, [("loss", 0.3)]);
        Assert.Equal($"\r{line}", Printed());

        bar.EndEpoch(3, []);
        Assert.Equal(
            $"{Back(line)}\r3/3 [==============================] - 0s 167ms/step".PadRight(line.Length * 2 + 1) + "\n",
            Printed());

        bar.BeginEpoch(1, 2);
        _time.Advance(0.5);
        bar.WantsUpdate(1);
        bar.Update(1, []);
        Assert.Equal("Epoch 2/2\n\r1/3 [=========>....................] - ETA: 1s", Printed());
    }

    [Fact]
    public void WantsUpdate_WithinTheInterval_IsFalse()
    {
        ProgressBar bar = Start(Verbosity.Auto, interactive: true, 10);
        Assert.True(bar.WantsUpdate(1));
        bar.Update(1, []);
        _time.Advance(0.049);
        Assert.False(bar.WantsUpdate(2));
        _time.Advance(0.001);
        Assert.True(bar.WantsUpdate(3));
    }

    [Fact]
    public void EndEpoch_RightAfterARedraw_PrintsAnyway()
    {
        ProgressBar bar = Start(Verbosity.ProgressBar, interactive: true, 1);
        bar.WantsUpdate(1);
        bar.Update(1, []);
        Printed();
        bar.EndEpoch(1, []);
        Assert.EndsWith("1/1 [==============================] - 0s 0s/step\n", Printed(), StringComparison.Ordinal);
    }

    [Fact]
    public void EndEpoch_DataRanOut_ShowsTheStepsDone()
    {
        ProgressBar bar = Start(Verbosity.ProgressBar, interactive: false, 10);
        _time.Advance(2);
        bar.EndEpoch(4, []);
        Assert.Equal(" 4/10 [===========>..................] - 2s 500ms/step\n", Printed());
    }

    [Theory]
    [InlineData(Verbosity.Auto, "Epoch 3/5\n")]
    [InlineData(Verbosity.ProgressBar, "Epoch 3/5\n")]
    [InlineData(Verbosity.OneLine, "Epoch 3/5\n")]
    [InlineData(Verbosity.Silent, "")]
    public void BeginEpoch_SeveralEpochs_PrintsWhichOne(Verbosity verbosity, string expected)
    {
        new ProgressBar(_output, _time, verbosity, interactive: false, Steps).BeginEpoch(2, 5);
        Assert.Equal(expected, Printed());
    }

    [Fact]
    public void AnyCall_Silent_PrintsNothing()
    {
        ProgressBar bar = Start(Verbosity.Silent, interactive: true, Steps);
        Assert.False(bar.WantsUpdate(1));
        bar.Update(1, EpochLogs);
        bar.EndEpoch(Steps, EpochLogs);
        Assert.Equal("", Printed());
    }

    [Fact]
    public void WantsUpdate_EveryStep_AllocatesNothing()
    {
        ProgressBar bar = Start(Verbosity.ProgressBar, interactive: true, Steps);
        bar.WantsUpdate(1);
        bar.Update(1, []);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 2; step <= Steps; step++) bar.WantsUpdate(step);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string Back(string line) => new('\b', line.Length);

    private ProgressBar Start(Verbosity verbosity, bool interactive, int? steps)
    {
        ProgressBar bar = new(_output, _time, verbosity, interactive, steps);
        bar.BeginEpoch(0, 1);
        return bar;
    }

    /// <summary>What was printed since the last call.</summary>
    private string Printed()
    {
        string text = _output.ToString();
        _output.GetStringBuilder().Clear();
        return text;
    }
}
