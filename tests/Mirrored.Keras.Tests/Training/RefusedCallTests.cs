namespace Mirrored.Keras.Tests;

/// <summary>A call that is refused leaves no trace, and calls within calls work or are refused.</summary>
public sealed class RefusedCallTests : IDisposable
{
    private readonly MirroredStrategy _strategy = new(Devices.Cpus(2));
    private readonly NDArray<float> _x = TestData.Classes(40, 8, 3).X;
    private readonly NDArray<int> _y = TestData.Classes(40, 8, 3).Y;

    public void Dispose() => _strategy.Dispose();

    public static TheoryData<string> Refusals =>
        ["callback twice", "null callback", "validation shape", "validation labels", "endless validation", "endless", "not adapted", "labels"];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Fit_RefusedOnAnUnbuiltModel_LeavesItUnbuilt(string refusal)
    {
        Sequential model = Model(refusal == "not adapted" ? [new Normalization(), new Dense(3, "softmax")] : [new Dense(3, "softmax")]);
        Callback callback = new LambdaCallback();
        ValidationData? validation = refusal switch
        {
            "validation shape" => (new NDArray<float>(new float[10], [2, 5]), (NDArray<int>)new int[2]),
            "validation labels" => (_x, (NDArray<int>)Enumerable.Repeat(7, 40).ToArray()),
            "endless validation" => Dataset.FromTensorSlices(_x, _y).Repeat().Batch(8),
            _ => null,
        };
        IReadOnlyList<Callback> callbacks = refusal switch
        {
            "callback twice" => [callback, callback],
            "null callback" => [null!],
            _ => [],
        };
        NDArray<int> y = refusal == "labels" ? (NDArray<int>)Enumerable.Repeat(7, 40).ToArray() : _y;
        Dataset<Batch> data = refusal == "endless" ? Dataset.FromTensorSlices(_x, y).Repeat().Batch(8) : Dataset.FromTensorSlices(_x, y).Batch(8);

        foreach (Dataset<Batch> way in (Dataset<Batch>[])[data, data.Map(batch => batch)])
        {
            Assert.ThrowsAny<Exception>(() => model.Fit(way, 1, validation, Verbosity.Silent, callbacks));
            Assert.Null(model.InputShape);
        }

        // Data of another shape is as good as any.
        if (refusal == "not adapted") ((Normalization)model.Layers[0]).Adapt(new NDArray<float>(new float[30], [6, 5]));
        model.Fit(new NDArray<float>(new float[30], [6, 5]), (NDArray<int>)new int[6], verbose: Verbosity.Silent);
        Assert.Equal(new Shape(5), model.InputShape);
    }

    [Fact]
    public void EvaluateAndPredict_RefusedOnAnUnbuiltModel_LeaveItUnbuilt()
    {
        Sequential model = Model([new Dense(3, "softmax")]);
        Callback callback = new LambdaCallback();
        Dataset<Batch> endless = Dataset.FromTensorSlices(_x, _y).Repeat().Batch(8);

        Assert.Throws<ArgumentException>(() => model.Evaluate(_x, _y, callbacks: [callback, callback]));
        Assert.Throws<ArgumentException>(() => model.Predict(_x, callbacks: [callback, callback]));
        Assert.Throws<ArgumentException>(() => model.Evaluate(endless));
        Assert.Throws<ArgumentException>(() => model.Predict(endless.Map(batch => batch)));
        Assert.Throws<ArgumentException>(() => model.TrainOnBatch(_x, (NDArray<int>)Enumerable.Repeat(9, 40).ToArray()));

        Assert.Null(model.InputShape);
    }

    [Fact]
    public void Fit_CalledByTheWriterOrACallback_IsRefused()
    {
        Sequential model = Model([new Dense(3, "softmax", inputShape: 8)]);
        List<Exception?> refused = [];
        void Nested() => refused.Add(Record.Exception(() => model.Fit(_x, _y, verbose: Verbosity.Silent)));
        using CallingWriter writer = new(Nested);

        model.Fit(_x, _y, epochs: 2, callbacks: [new LambdaCallback(onTrainBegin: Nested)], options: new FitOptions { Output = writer });

        Assert.True(refused.Count > 1);
        Assert.All(refused, error => Assert.Contains("inside a Fit", Assert.IsType<InvalidOperationException>(error).Message));
        model.Fit(_x, _y, verbose: Verbosity.Silent);
    }

    [Fact]
    public void CallsWithinEvaluateAndPredict_ThatWouldChangeTheModel_AreRefused()
    {
        Sequential model = Model([new Dense(3, "softmax", inputShape: 8)]);
        double expected = model.Evaluate(_x, _y, 8, Verbosity.Silent).Loss;
        List<Exception?> refused = [];
        AtEachBatch callback = new(() =>
        {
            refused.Add(Record.Exception(() => model.Compile("sgd", "sparse_categorical_crossentropy")));
            refused.Add(Record.Exception(() => model.Fit(_x, _y)));
            refused.Add(Record.Exception(model.Pop));
            model.Predict(_x, 5, Verbosity.Silent);
            model.Evaluate(_x, _y, 5, Verbosity.Silent);
        });

        Assert.Equal(expected, model.Evaluate(_x, _y, 8, Verbosity.Silent, callbacks: [callback]).Loss);
        model.Predict(_x, 8, Verbosity.Silent, callbacks: [callback]);

        Assert.Equal(3 * 10, refused.Count);
        Assert.All(refused, error => Assert.Contains("inside an Evaluate or Predict", Assert.IsType<InvalidOperationException>(error).Message));
        model.Compile("sgd", "sparse_categorical_crossentropy");
    }

    private Sequential Model(IReadOnlyList<Layer> layers)
    {
        using IDisposable scope = _strategy.Scope();
        Sequential model = new(layers);
        model.Compile("adam", "sparse_categorical_crossentropy");
        return model;
    }

    private sealed class AtEachBatch(Action action) : Callback
    {
        public override void OnTestBatchEnd(int batch, Logs logs)
        {
            if (Params.Steps == 5) action(); // Not in the calls that it makes itself.
        }

        public override void OnPredictBatchEnd(int batch, NDArray<float> outputs) => action();
    }

    private sealed class CallingWriter(Action action) : StringWriter
    {
        private bool _calls;

        public override void Write(string? value) => Call(value);

        public override void WriteLine(string? value) => Call(value);

        private void Call(string? value)
        {
            base.Write(value);
            if (_calls) return;
            _calls = true;
            action();
            _calls = false;
        }
    }
}
