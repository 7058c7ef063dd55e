namespace Mirrored.Keras.Tests;

public sealed class FitTests
{
    private const int Rows = 200, Features = 64;

    private readonly (NDArray<float> X, NDArray<byte> Y) _data = TestData.Images(Rows, Features, 10);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fit_SeparableClasses_AreLearned(int replicas)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas));
        using Sequential model = TestData.Mlp(strategy);

        History history = model.Fit(_data.X, _data.Y, batchSize: 20, epochs: 30, verbose: Verbosity.Silent);
        var (loss, accuracy) = model.Evaluate(_data.X, _data.Y, verbose: Verbosity.Silent);

        Assert.Equal(30, history.Epoch.Count);
        Assert.True(history["loss"][^1] < history["loss"][0] / 2);
        Assert.InRange(accuracy, 0.9, 1);
        Assert.True(loss < history["loss"][0] / 2);
    }

    [Fact]
    public void Fit_ValidationData_IsReportedAfterEveryEpoch()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = TestData.Mlp(strategy);

        History history = model.Fit(
            Dataset.FromTensorSlices(_data.X, _data.Y).Batch(64), epochs: 2, validationData: (_data.X, _data.Y), verbose: Verbosity.Silent);

        Assert.Equal(["loss", "accuracy", "val_loss", "val_accuracy"], history.Metrics.Keys);
        Assert.Equal(model.Evaluate(_data.X, _data.Y, verbose: Verbosity.Silent).Loss, history["val_loss"][1]);
    }

    [Fact]
    public void Fit_ProgressBar_IsKeras()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = TestData.Mlp(strategy);
        using StringWriter text = new() { NewLine = "\n" };

        model.Fit(_data.X, _data.Y, 64, 2, verbose: Verbosity.ProgressBar, options: new FitOptions { Output = text });

        string[] lines = text.ToString().Split('\n');
        Assert.Equal("Epoch 1/2", lines[0]);
        Assert.Matches(@"^4/4 \[={30}\] - \d+s \d+(ms|us|s)/step - loss: \d\.\d{4} - accuracy: \d\.\d{4}$", lines[1]);
        Assert.Equal("Epoch 2/2", lines[2]);
    }

    [Fact]
    public void Fit_OutsideAnyScope_SaysSo()
    {
        using Sequential model = new([new Dense(10, "softmax", inputShape: Features)], name: "lonely");
        model.Compile("adam", "sparse_categorical_crossentropy");
        using StringWriter text = new();

        model.Fit(_data.X, _data.Y, options: new FitOptions { Output = text });

        Assert.StartsWith("'lonely' was made outside any strategy's scope and trains on CPU:0 alone.", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Twice_ContinuesAndShufflesAnew()
    {
        string Train(params int[] epochs)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(1));
            using Sequential model = TestData.Mlp(strategy);
            foreach (int e in epochs) model.Fit(_data.X, _data.Y, 32, e, verbose: Verbosity.Silent);
            return model.WeightsSha256();
        }

        Assert.Equal(Train(3), Train(1, 2));
    }

    [Fact]
    public void Compile_Again_KeepsWeightsAndStartsTheOptimizerAfresh()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = TestData.Mlp(strategy, dropout: 0), fresh = TestData.Mlp(strategy, dropout: 0);
        FitOptions inOrder = new() { Shuffle = false };
        model.Fit(_data.X, _data.Y, 32, verbose: Verbosity.Silent, options: inOrder);

        model.Compile(new Adam(), "sparse_categorical_crossentropy", ["accuracy"]);
        fresh.SetWeights(model.GetWeights());
        model.Fit(_data.X, _data.Y, 32, verbose: Verbosity.Silent, options: inOrder);
        fresh.Fit(_data.X, _data.Y, 32, verbose: Verbosity.Silent, options: inOrder);

        Assert.Equal(fresh.WeightsSha256(), model.WeightsSha256());
    }

    [Fact]
    public void LearningRate_SetToZero_StopsLearning()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = TestData.Mlp(strategy);
        string before = model.WeightsSha256();

        model.Optimizer!.LearningRate = 0;
        model.Fit(_data.X, _data.Y, verbose: Verbosity.Silent);

        Assert.Equal(before, model.WeightsSha256());
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Optimizer.LearningRate = double.PositiveInfinity);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Predict_AnyBatchSize_KeepsTheOrderOfRows(int replicas)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas));
        using Sequential model = TestData.Mlp(strategy);
        float[] expected = model.Predict(_data.X, batchSize: 1, verbose: Verbosity.Silent).ToArray();

        foreach (int batchSize in new[] { 2, 7, 64, 1000 })
            Assert.Equal(expected, model.Predict(_data.X, batchSize, Verbosity.Silent).ToArray());
        Assert.All(expected.Chunk(10), row => Assert.Equal(1, row.Sum(), 1e-5));
    }

    [Fact]
    public void Predict_UncompiledModel_Works()
    {
        using Sequential model = new([new Dense(3, "tanh", inputShape: 2)]);

        NDArray<float> output = model.Predict(new float[,] { { 1, 2 }, { 3, 4 } }, verbose: Verbosity.Silent);

        ReferenceNetwork reference = ReferenceNetwork.Of(model);
        Assert.Equal(new Shape(2, 3), output.Shape);
        for (int j = 0; j < 3; j++) Assert.Equal(reference.Predict([3, 4])[j], output[1, j], 1e-6);
    }

    [Fact]
    public async Task FitAsync_Cancelled_EndsAtAStepAndLeavesTheModelUsable()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = TestData.Mlp(strategy);
        using CancellationTokenSource stop = new();
        Task<History> fit = model.FitAsync(
            Dataset.FromTensorSlices(_data.X, _data.Y).Batch(8), epochs: 1_000_000, verbose: Verbosity.Silent, cancellationToken: stop.Token);

        stop.CancelAfter(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fit);
        Assert.Equal(Rows, model.Predict(_data.X, verbose: Verbosity.Silent).Shape[0]);
    }

    [Fact]
    public void Fit_WrongRows_NamesModelExpectedAndFound()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = TestData.Mlp(strategy);
        string before = model.WeightsSha256();

        ShapeMismatchException error = Assert.Throws<ShapeMismatchException>(
            () => model.Fit(_data.X.Reshape(Rows, 8, 8), _data.Y, verbose: Verbosity.Silent));

        Assert.Equal((model.Name, "(64,)", "(8, 8)"), (error.Layer, error.Expected, error.Found));
        Assert.Equal(before, model.WeightsSha256());
    }

    [Fact]
    public void Fit_BadLabels_AreRefusedByRowAndValue()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = TestData.Mlp(strategy);
        int[] labels = [.. _data.Y.ToArray().Select(v => (int)v)];
        labels[17] = 10;
        string tooLarge = Assert.Throws<ArgumentException>(() => model.Fit(_data.X, labels, verbose: Verbosity.Silent)).Message;
        labels[17] = -1;
        string negative = Assert.Throws<ArgumentException>(() => model.Fit(_data.X, labels, verbose: Verbosity.Silent)).Message;

        Assert.Contains("Label 10 of row 17", tooLarge, StringComparison.Ordinal);
        Assert.Contains("Label -1 of row 17", negative, StringComparison.Ordinal);
        float[] halves = new float[Rows];
        halves[3] = 0.5f;
        Assert.Contains("Label 0.5 of row 3", Assert.Throws<ArgumentException>(
            () => model.Fit(_data.X, halves, verbose: Verbosity.Silent)).Message, StringComparison.Ordinal);
        Assert.Contains("y has 10", Assert.Throws<ArgumentException>(
            () => model.Fit(_data.X, new int[10], verbose: Verbosity.Silent)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Fit_FeaturesNotFinite_AreRefusedByRow(float bad)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = TestData.Mlp(strategy);
        float[] x = _data.X.ToArray();
        x[(3 * Features) + 5] = bad;

        string message = Assert.Throws<ArgumentException>(
            () => model.Fit(new NDArray<float>(x, [Rows, Features]), _data.Y, verbose: Verbosity.Silent)).Message;

        Assert.Contains("row 3", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NothingToDo_IsRefused()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = TestData.Mlp(strategy);

        Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(_data.X, _data.Y, epochs: 0));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => model.Fit(_data.X, _data.Y, batchSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => model.Evaluate(_data.X, _data.Y, batchSize: -1));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => model.Predict(_data.X, batchSize: 0));
        Assert.Throws<ArgumentException>(() => model.Fit(new NDArray<float>([], [0, Features]), Array.Empty<int>()));
        Assert.Throws<ArgumentException>(
            () => model.Fit(Dataset.FromTensorSlices(_data.X, _data.Y).Batch(Rows + 1, dropRemainder: true)));
        Assert.Contains("labels", Assert.Throws<ArgumentException>(
            () => model.Fit(Dataset.FromTensorSlices(_data.X).Batch(8))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_BeforeCompile_SaysSo()
    {
        using Sequential model = new([new Dense(10, inputShape: Features)]);

        Assert.Contains("Compile", Assert.Throws<InvalidOperationException>(() => model.Fit(_data.X, _data.Y)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_UnbuiltModel_TakesItsShapeFromTheData()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        Sequential model;
        using (strategy.Scope()) model = new([new Flatten(), new Dense(10, "softmax")]);
        model.Compile("adam", "sparse_categorical_crossentropy");

        model.Fit(_data.X.Reshape(Rows, 8, 8), _data.Y, verbose: Verbosity.Silent);

        Assert.Equal(new Shape(8, 8), model.InputShape);
        Assert.Equal(new Shape(64, 10), model.Weights[0].Shape);
    }
}
