using System.Text;
using System.Text.Json;
using Mirrored.Keras.Tests;

namespace Mirrored.Files.Tests;

public sealed class TensorBoardTests : IDisposable
{
    private const int Rows = 40, BatchSize = 16, StepsPerEpoch = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly MirroredStrategy _strategy = new(Devices.Cpus(2), new StrategyOptions { Deterministic = true });
    private readonly Sequential _model;
    private readonly NDArray<float> _x;
    private readonly NDArray<int> _y;

    public TensorBoardTests()
    {
        _model = TestModel(_strategy);
        Random random = new(3);
        _x = new NDArray<float>([.. Enumerable.Range(0, Rows * 4).Select(_ => (float)random.NextDouble())], [Rows, 4]);
        _y = new NDArray<int>([.. Enumerable.Range(0, Rows).Select(i => i % 3)], [Rows]);
    }

    public void Dispose()
    {
        _strategy.Dispose();
        _output.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Fit_FiveEpochs_LogsTheHistoryWithTheTagsOfKeras()
    {
        History history = Fit(5, new TensorBoard(_folder.Path));

        IReadOnlyList<LoggedValue> train = EventLog.Of(_folder["train"]), validation = EventLog.Of(_folder["validation"]);
        void Equal(string name, Dictionary<long, float> curve, Func<int, long> step) => Assert.Equal(
            history[name].Select((value, epoch) => KeyValuePair.Create(step(epoch), (float)value)), curve.OrderBy(value => value.Key));
        foreach (string name in new[] { "loss", "accuracy" })
        {
            Equal(name, train.Curve($"epoch_{name}"), epoch => epoch);
            Equal($"val_{name}", validation.Curve($"epoch_{name}"), epoch => epoch);
            Equal($"val_{name}", validation.Curve($"evaluation_{name}_vs_iterations"), epoch => (epoch + 1) * StepsPerEpoch);
        }

        Assert.All(train.Curve("epoch_learning_rate"), value => Assert.Equal(0.01f, value.Value));
        Assert.Equal(5, train.Curve("epoch_examples_per_second").Count(value => value.Value > 0));
        Assert.DoesNotContain(train, value => value.Tag.StartsWith("batch_", StringComparison.Ordinal));
        Assert.DoesNotContain(train, value => value.Tag.Contains("val_", StringComparison.Ordinal));
        Assert.DoesNotContain(train, value => value.Tag.Contains("steps_per_second", StringComparison.Ordinal));
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void Fit_Values_AreTimedByTheClockOfTheCall()
    {
        DateTimeOffset now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Fit(1, new TensorBoard(_folder.Path), new FitOptions { Time = new StandingClock(now) });

        Assert.All(EventLog.Of(_folder["train"]), value => Assert.Equal(now.ToUnixTimeSeconds(), value.WallTime));
        Assert.Matches(@"^events\.out\.tfevents\.1767323045\.[A-Za-z0-9_-]+\.\d+\.\d+\.v2$", Path.GetFileName(EventLog.Files(_folder["train"])[0]));
    }

    [Fact]
    public void Fit_WithAName_ThatACallbackAdds_LogsItAsKerasDoes()
    {
        Fit(2, new LearningRateScheduler(epoch => 0.1 / (epoch + 1)), new TensorBoard(_folder.Path));

        IReadOnlyList<LoggedValue> train = EventLog.Of(_folder["train"]);
        Assert.Equal([0.1f, 0.05f], train.Curve("epoch_lr").Values);
        Assert.Equal([0.1f, 0.05f], train.Curve("epoch_learning_rate").Values);
    }

    [Theory]
    [InlineData(1, new long[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(2, new long[] { 2, 4, 6 })]
    [InlineData(4, new long[] { 4 })]
    public void Fit_UpdateFreq_LogsMeansSoFarAtTheseUpdates(int every, long[] steps)
    {
        Recorder recorder = new();
        Fit(2, recorder, new TensorBoard(_folder.Path, updateFreq: every, writeStepsPerSecond: true));

        IReadOnlyList<LoggedValue> train = EventLog.Of(_folder["train"]);
        foreach (string name in new[] { "loss", "accuracy" })
            Assert.Equal(steps.Select(step => (step, (float)recorder.Batches[(int)step - 1][name])), train.Curve($"batch_{name}").Select(v => (v.Key, v.Value)));
        Assert.Equal(steps, train.Curve("batch_steps_per_second").Keys);
        Assert.Equal(steps, train.Curve("batch_examples_per_second").Keys);
        Assert.Equal([0, 1], train.Curve("epoch_steps_per_second").Keys);
    }

    [Fact]
    public void Fit_UpdateFreqOfEpochsOrManySteps_ReadsNoLogsInBetween()
    {
        Unread unread = new();
        Fit(2, new TensorBoard(_folder.Path, histogramFreq: 1), unread);
        Assert.Equal(6, unread.Batches);
        Assert.Equal(0, unread.Read);

        Fit(2, new TensorBoard(_folder.Path, updateFreq: 2), unread);
        Assert.Equal((12, 3), (unread.Batches, unread.Read)); // A control: every second one is read.
    }

    [Fact]
    public void Fit_HistogramFreq_LogsEveryWeightInThoseEpochs()
    {
        Recorder recorder = new();
        Fit(3, recorder, new TensorBoard(_folder.Path, histogramFreq: 2, writeImages: true));

        LoggedValue[] histograms = [.. EventLog.Of(_folder["train"]).Where(value => value.Plugin == "histograms")];
        Assert.Equal(["first/kernel_0", "first/bias_0", "last/kernel_0", "last/bias_0"], histograms.Select(value => value.Tag).Distinct());
        Assert.Equal([0, 2], histograms.Select(value => value.Step).Distinct());
        foreach (LoggedValue histogram in histograms)
        {
            NDArray<float> weight = recorder.Weights[(int)histogram.Step][histograms.Index().First(h => h.Item == histogram).Index % 4];
            Assert.Equal(weight.Shape.Length, histogram.Floats.Chunk(3).Sum(row => row[2]));
            Assert.Equal(weight.ToArray().Min(), (float)histogram.Floats[0]);
        }

        LoggedValue[] images = [.. EventLog.Of(_folder["train"]).Where(value => value.Plugin == "images")];
        Assert.Equal(8, images.Length);
        (int width, int height, _, byte[] pixels) = PngReader.Read(images[2].Texts[2].ToArray()); // (8, 3), laid flat.
        Assert.Equal((8, 3), (width, height));
        Assert.Equal((0, 255), (pixels.Min(), pixels.Max()));
    }

    [Fact]
    public void Fit_AtItsBegin_LogsModelAndHyperparameters()
    {
        Fit(2, new TensorBoard(_folder["run"], hparams: new Dictionary<string, object> { ["trick|s"] = "a\nb", ["folds"] = 7, ["old"] = true }));

        IReadOnlyList<LoggedValue> train = EventLog.Of(_folder["run/train"]);
        string Text(string tag) => Encoding.UTF8.GetString(Assert.Single(train, value => value.Tag == tag).Texts[0].Span);
        Assert.Contains("Total params: 67", Text("model_summary"), StringComparison.Ordinal);
        Assert.Contains("| optimizer | Adam |\n| learning_rate | 0.01 |\n", Text("hyperparameters"), StringComparison.Ordinal);
        Assert.Contains("| trick\\|s | a b |\n", Text("hyperparameters"), StringComparison.Ordinal);
        LoggedValue graph = Assert.Single(train, value => value.Tag == "keras");
        Assert.Equal(("graph_keras_model", 3, "1"), (graph.Plugin, graph.DataClass, Encoding.ASCII.GetString(graph.Content.Span)));
        JsonElement json = JsonDocument.Parse(graph.Texts[0]).RootElement;
        Assert.Equal("net", json.GetProperty("config").GetProperty("name").GetString());
        Assert.Equal(
            ["first", "last"], json.GetProperty("config").GetProperty("layers").EnumerateArray().Select(
                layer => layer.GetProperty("config").GetProperty("name").GetString()));

        IReadOnlyList<LoggedValue> session = EventLog.Of(_folder["run"]);
        Assert.Equal(["_hparams_/session_start_info", "_hparams_/session_end_info"], session.Select(value => value.Tag));
        Assert.All(session, value => Assert.Equal(("hparams", 2, 0), (value.Plugin, value.DataClass, value.Floats.Count)));
        Dictionary<string, WireMessage> found = new WireMessage(session[0].Content).Message(3).Messages(1)
            .ToDictionary(entry => entry.Text(1), entry => entry.Message(2));
        Assert.Equal("Adam", found["optimizer"].Text(3));
        Assert.Equal(BatchSize, found["batch_size"].Double(2));
        Assert.Equal(7, found["folds"].Double(2));
        Assert.Equal(1u, found["old"].Number(4));
        Assert.Equal("CPU:0, CPU:1", found["devices"].Text(3));
        Assert.Equal(1u, new WireMessage(session[1].Content).Message(4).Number(1)); // It succeeded.
    }

    [Fact]
    public void Fit_MeasuredSteps_LogsTheirPartsAndUtilizationForEachDevice()
    {
        using MirroredStrategy measured = new(Devices.Cpus(2), new StrategyOptions { MeasureStepsEvery = 1 });
        using Sequential model = TestModel(measured);
        History history = model.Fit(
            _x, _y, Rows / 5, 4, verbose: Verbosity.Silent, callbacks: [new TensorBoard(_folder.Path)], options: new FitOptions { Output = _output });

        IReadOnlyList<LoggedValue> train = EventLog.Of(_folder["train"]);
        Assert.Contains(history.StepBreakdowns, times => times is not null);
        foreach ((int epoch, StepBreakdown? times) in history.StepBreakdowns.Index())
        {
            foreach (ReplicaBreakdown replica in times?.Replicas ?? [])
            {
                (string Part, TimeSpan Time)[] parts =
                [
                    ("input", replica.Input), ("host", replica.Host), ("compute", replica.Compute), ("exchange", replica.Exchange),
                    ("update", replica.Update),
                ];
                foreach ((string part, TimeSpan time) in parts)
                    Assert.Equal((float)time.TotalMilliseconds, train.Curve($"step_ms/{replica.Device}/{part}")[epoch]);
                Assert.Equal((float)((replica.Compute + replica.Update) / replica.Step), train.Curve($"utilization/{replica.Device}")[epoch]);
            }
        }
    }

    [Fact]
    public void Fit_WithoutGraph_LogsNone()
    {
        Fit(1, new TensorBoard(_folder.Path, writeGraph: false));

        Assert.DoesNotContain(EventLog.Of(_folder["train"]), value => value.Tag == "keras");
    }

    [Fact]
    public void Fit_GoingOnInTheSameFolder_BeginsAFileThatComesLater()
    {
        TensorBoard board = new(_folder.Path);
        Fit(2, board);
        byte[] before = File.ReadAllBytes(EventLog.Files(_folder["train"])[0]);
        Fit(4, board, new FitOptions { InitialEpoch = 2 });

        string[] files = EventLog.Files(_folder["train"]);
        Assert.Equal(2, files.Length);
        Assert.Equal(before, File.ReadAllBytes(files[0]));
        Assert.Equal([0, 1, 2, 3], EventLog.Of(_folder["train"]).Curve("epoch_loss").Keys);
    }

    [Fact]
    public void Evaluate_Alone_LogsAtTheNumberOfUpdates()
    {
        Fit(1);
        EvaluationResult result = _model.Evaluate(_x, _y, verbose: Verbosity.Silent, callbacks: [new TensorBoard(_folder.Path)]);

        Assert.Equal(["validation"], _folder.Names);
        Assert.Equal([KeyValuePair.Create(3L, (float)result["loss"])], EventLog.Of(_folder["validation"]).Curve("evaluation_loss_vs_iterations"));
    }

    [Fact]
    public void Fit_InAFolderThatCannotBe_FailsBeforeTraining()
    {
        File.WriteAllText(_folder["file"], "");
        Assert.ThrowsAny<IOException>(() => Fit(1, new TensorBoard(_folder["file"])));
        Assert.Equal(0, _model.Optimizer!.Iterations);
    }

    [Fact]
    public void Fit_WhenWritingFailsLater_WarnsOnceAndTrainsOn()
    {
        File.WriteAllText(_folder["validation"], "This is no folder.");
        History history = Fit(3, new TensorBoard(_folder.Path));

        Assert.Equal(3, history.Epoch.Count);
        string warning = Assert.Single(_output.ToString().TrimEnd().Split('\n'));
        Assert.StartsWith("Warning: TensorBoard: ", warning, StringComparison.Ordinal);
        Assert.EndsWith($"Training goes on; it is no longer logged in '{_folder.Path}'.", warning, StringComparison.Ordinal);
        Assert.Contains(EventLog.Of(_folder["train"]), value => value.Tag == "model_summary"); // What was written is whole.
    }

    [Fact]
    public void Constructor_BadInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new TensorBoard(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorBoard(histogramFreq: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorBoard(updateFreq: 0));
        Assert.Contains("'often'", Assert.Throws<ArgumentException>(() => new TensorBoard(updateFreq: "often")).Message, StringComparison.Ordinal);
        Assert.Contains("'f'", Assert.Throws<ArgumentException>(
            () => new TensorBoard(hparams: new Dictionary<string, object> { ["f"] = new object() })).Message, StringComparison.Ordinal);
        Assert.Equal(("epoch", "batch", "5"), ($"{UpdateFrequency.Epoch}", $"{UpdateFrequency.Batch}", $"{UpdateFrequency.Every(5)}"));
    }

    private static Sequential TestModel(MirroredStrategy strategy)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new(
            [new Dense(8, activation: "relu", inputShape: 4, name: "first"), new Dense(3, activation: "softmax", name: "last")], name: "net");
        model.Compile(optimizer: new Adam(0.01), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    private History Fit(int epochs, params Callback[] callbacks) => Fit(epochs, callbacks, new FitOptions());

    private History Fit(int epochs, Callback callback, FitOptions options) => Fit(epochs, [callback], options);

    private History Fit(int epochs, Callback[] callbacks, FitOptions options) => _model.Fit(
        _x, _y, BatchSize, epochs, validationData: (_x, _y), verbose: Verbosity.Silent, callbacks: callbacks, options: options with { Output = _output });

    private sealed class Recorder : Callback
    {
        public List<OrderedDictionary<string, double>> Batches { get; } = [];

        public List<IReadOnlyList<NDArray<float>>> Weights { get; } = [];

        public override void OnTrainBatchEnd(int batch, Logs logs) => Batches.Add(logs.ToDictionary());

        public override void OnEpochEnd(int epoch, Logs logs) => Weights.Add(Model.GetWeights());
    }

    private sealed class Unread : Callback
    {
        public int Batches { get; private set; }

        public int Read { get; private set; }

        public override void OnTrainBatchEnd(int batch, Logs logs) => (Batches, Read) = (Batches + 1, Read + (logs.IsRead ? 1 : 0));
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;

        public override long GetTimestamp() => 0;
    }
}
