namespace Mirrored.Keras.Tests;

public sealed class ModelApiTests : IDisposable
{
    private readonly MirroredStrategy _strategy = new(Devices.Cpus(2), new StrategyOptions { Deterministic = true });
    private readonly NDArray<float> _x = TestData.Classes(40, 8, 3).X;
    private readonly NDArray<int> _y = TestData.Classes(40, 8, 3).Y;

    public void Dispose() => _strategy.Dispose();

    [Fact]
    public void TrainOnBatch_RowByRow_IsFit()
    {
        Sequential stepwise = Make(), whole = Make();
        whole.SetWeights(stepwise.GetWeights());

        whole.Fit(_x, _y, 20, verbose: Verbosity.Silent, options: new FitOptions { Shuffle = false });
        double first = stepwise.TrainOnBatch(_x.Rows(0, 20), _y.Rows(0, 20)).Loss;
        double second = stepwise.TrainOnBatch(_x.Rows(20, 20), _y.Rows(20, 20)).Loss;

        Assert.Equal(whole.WeightsSha256(), stepwise.WeightsSha256());
        Assert.Equal(whole.History!["loss"][0], (first + second) / 2, 1e-6);
    }

    [Fact]
    public void TestOnBatch_WithoutReset_AddsUp()
    {
        Sequential model = Make();
        EvaluationResult all = model.Evaluate(_x, _y, verbose: Verbosity.Silent);

        model.TestOnBatch(_x.Rows(0, 10), _y.Rows(0, 10), resetMetrics: false);
        EvaluationResult both = model.TestOnBatch(_x.Rows(10, 30), _y.Rows(10, 30), resetMetrics: false);
        EvaluationResult alone = model.TestOnBatch(_x, _y);

        Assert.Equal(all["accuracy"], both["accuracy"]);
        Assert.Equal(all.Loss, both.Loss, 1e-6);
        Assert.Equal(all.Loss, alone.Loss, 1e-6);
        model.TestOnBatch(_x.Rows(0, 10), _y.Rows(0, 10), resetMetrics: false);
        model.ResetMetrics();
        Assert.Equal(all.Loss, model.TestOnBatch(_x, _y, resetMetrics: false).Loss, 1e-6);
    }

    [Fact]
    public void PredictOnBatch_AndDatasets_ArePredict()
    {
        Sequential model = Make();
        float[] expected = model.Predict(_x, verbose: Verbosity.Silent).ToArray();

        Assert.Equal(expected, model.PredictOnBatch(_x).ToArray());
        Assert.Equal(expected, model.Predict(Dataset.FromTensorSlices(_x, _y).Batch(7), Verbosity.Silent).ToArray());
        Assert.Equal(expected[..(14 * 3)], model.Predict(Dataset.FromTensorSlices(_x).Batch(7), Verbosity.Silent, steps: 2).ToArray());
    }

    [Fact]
    public void Pop_LastLayer_KeepsTheOthers()
    {
        Sequential model = Make();
        float[] kernel = model.GetWeights()[0].ToArray();

        model.Pop();
        model.Add(new Dense(5));

        Assert.Equal(kernel, model.GetWeights()[0].ToArray());
        Assert.Equal(new Shape(5), model.OutputShape);
        model.Pop();
        model.Pop();
        Assert.Null(model.InputShape);
        Assert.Throws<InvalidOperationException>(model.Pop);
    }

    [Fact]
    public void Layer_TakenOff_CanGoElsewhere()
    {
        Sequential model = Make();
        Layer head = model.Layers[1];
        model.Pop();
        Assert.Throws<InvalidOperationException>(() => head.GetWeights());
        using Sequential other = new([new Dense(6, inputShape: 2)]);

        other.Add(head);

        Assert.Equal(new Shape(6, 3), head.GetWeights()[0].Shape);
    }

    [Fact]
    public void GetLayer_ByNameAndIndex()
    {
        Sequential model = Make();

        Assert.Same(model.Layers[1], model.GetLayer("head"));
        Assert.Same(model.Layers[0], model.GetLayer(0));
        Assert.Contains("body, head", Assert.Throws<ArgumentException>(() => model.GetLayer("neck")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.GetLayer(2));
        Assert.Equal(["loss", "accuracy"], model.MetricsNames);
    }

    [Fact]
    public void LayerWeights_ReadAndWritten_AreThoseOfTheModel()
    {
        Sequential model = Make();
        float[] body = model.GetWeights()[0].ToArray();

        model.GetLayer("head").SetWeights([new NDArray<float>(new float[12], [4, 3]), new float[] { 1, 2, 3 }]);

        Assert.Equal([1, 2, 3], model.GetWeights()[3].ToArray());
        Assert.Equal(body, model.GetLayer("body").GetWeights()[0].ToArray());
        Assert.Contains("layer 'head' has 2 weights", Assert.Throws<ArgumentException>(
            () => model.GetLayer("head").SetWeights([])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new Dense(3).GetWeights());
    }

    [Fact]
    public void Clone_HasTheSameLayersAndIfAskedWeights()
    {
        Sequential model = Make();
        model.Fit(_x, _y, verbose: Verbosity.Silent);

        Sequential fresh = model.Clone(), copy = model.Clone(withWeights: true);
        copy.Compile("adam", "sparse_categorical_crossentropy");

        Assert.Equal((model.Name, model.Strategy, model.InputShape), (fresh.Name, fresh.Strategy, fresh.InputShape));
        Assert.Equal(model.Layers.Select(l => l.Name), fresh.Layers.Select(l => l.Name));
        Assert.NotEqual(model.WeightsSha256(), fresh.WeightsSha256());
        Assert.Equal(model.WeightsSha256(), copy.WeightsSha256());
        string before = model.WeightsSha256();
        copy.Fit(_x, _y, verbose: Verbosity.Silent);
        Assert.Equal(before, model.WeightsSha256());
        Assert.NotEqual(before, copy.WeightsSha256());
    }

    [Fact]
    public void Clone_OfNestedAndOfUnbuiltModels_Works()
    {
        using Sequential inner = new([new Dense(4, inputShape: 8)]), outer = new([inner, new Dense(3)]), unbuilt = new([new Dense(2)]);

        using Sequential clone = outer.Clone(withWeights: true), other = unbuilt.Clone();

        Assert.Equal(outer.WeightsSha256(), clone.WeightsSha256());
        Assert.NotSame(outer.Layers[0], clone.Layers[0]);
        Assert.Null(other.InputShape);
        Assert.Throws<InvalidOperationException>(() => unbuilt.Clone(withWeights: true));
    }

    [Fact]
    public void Fit_RefusedData_LeavesAnUnbuiltModelUnbuilt()
    {
        using Sequential model = new([new Flatten(), new Dense(3, "softmax")]);
        model.Compile("adam", "sparse_categorical_crossentropy");
        int[] wrong = [.. Enumerable.Repeat(9, 40)];

        Assert.Throws<ArgumentException>(() => model.Fit(_x, wrong, verbose: Verbosity.Silent));

        Assert.Null(model.InputShape);
        Assert.Empty(model.Weights);
        model.Fit(_x.Reshape(40, 2, 4), _y, verbose: Verbosity.Silent);
        Assert.Equal(new Shape(2, 4), model.InputShape);
    }

    private Sequential Make()
    {
        using IDisposable scope = _strategy.Scope();
        Sequential model = new([new Dense(4, "relu", inputShape: 8, name: "body"), new Dense(3, "softmax", name: "head")]);
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        return model;
    }
}
