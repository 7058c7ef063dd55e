namespace Mirrored.Keras.Tests;

public sealed class NormalizationTests : LayerTests
{
    private static readonly double[] Mean = [0.1, -0.2, 0.3, 0, 0.5, -0.6], Variance = [1, 0.25, 4, 0.5, 2, 1.5];

    private static NDArray<float> Rows => new([1, 10, 2, 20, 3, 30, 6, 20], [4, 2]);

    [Fact]
    public void Adapt_Array_GivesMeanZeroAndVarianceOne()
    {
        Normalization layer = new();
        layer.Adapt(Rows);

        float[] found = Predict(layer, Rows);

        // Means 3 and 20, variances 3.5 and 50.
        float[] expected = [.. Rows.ToArray().Select((v, i) => (float)((v - (i % 2 == 0 ? 3 : 20)) / Math.Sqrt(i % 2 == 0 ? 3.5 : 50)))];
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Adapt_DatasetOrBatches_GivesTheSameAsTheArray()
    {
        Normalization array = new(), examples = new(), batches = new();
        array.Adapt(Rows);
        examples.Adapt(Dataset.FromTensorSlices(Rows));
        batches.Adapt(Dataset.FromTensorSlices(Rows).Batch(3));

        float[] expected = Predict(array, Rows);
        Assert.Equal(expected, Predict(examples, Rows));
        Assert.Equal(expected, Predict(batches, Rows));
    }

    [Fact]
    public void Invert_AfterNormalization_GivesTheInputBack()
    {
        Normalization forward = new(), back = new(invert: true);
        forward.Adapt(Rows);
        back.Adapt(Rows);
        using Sequential model = new([new Input(2), forward, back]);

        Assert.All(
            Rows.ToArray().Zip(model.Predict(Rows, verbose: Verbosity.Silent).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Predict_FeatureThatNeverChanges_IsDividedByEpsilon() =>
        Assert.Equal([0f, 1e7f], Predict(new Normalization([5], [0]), new NDArray<float>([5, 6], [2, 1])));

    [Fact]
    public void Predict_NothingKnown_SaysWhatToDo() => Assert.Contains(
        "Adapt", Assert.Throws<InvalidOperationException>(() => Predict(new Normalization(), Rows)).Message, StringComparison.Ordinal);

    [Fact]
    public void Adapt_AfterTheModelRan_IsRefused()
    {
        Normalization layer = new();
        layer.Adapt(Rows);
        Predict(layer, Rows);

        Assert.Contains("run already", Assert.Throws<InvalidOperationException>(() => layer.Adapt(Rows)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Adapt_OtherNumberOfFeatures_IsRefused()
    {
        Normalization layer = new(inputShape: 3);
        using Sequential model = new([layer]);

        Assert.Equal("(..., 2)", Assert.Throws<ShapeMismatchException>(() => layer.Adapt(Rows)).Found);
        Assert.Throws<ShapeMismatchException>(() => new Sequential([new Input(3), new Normalization([1, 2], [1, 2])]));
    }

    [Fact]
    public void Constructor_WrongNumbers_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new Normalization([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => new Normalization([1], [-1]));
        Assert.Throws<ArgumentException>(() => new Normalization().Adapt(new NDArray<float>([], [0, 2])));
        Assert.Throws<ArgumentException>(() => new Normalization().Adapt(new NDArray<float>([float.NaN], [1, 1])));
    }

    protected override Layer Create() => new Normalization(Mean, Variance);

    protected override double[] Reference(double[] row, double[][] weights) =>
        [.. row.Select((v, j) => (v - Mean[j]) / Math.Sqrt(Variance[j]))];

    private static float[] Predict(Normalization layer, NDArray<float> x)
    {
        using Sequential model = new([new Input(x.Shape.RowShape()), layer]);
        return model.Predict(x, verbose: Verbosity.Silent).ToArray();
    }
}
