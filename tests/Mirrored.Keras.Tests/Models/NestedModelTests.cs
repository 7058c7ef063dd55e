namespace Mirrored.Keras.Tests;

/// <summary>A model as a layer of another: its weights are those of both.</summary>
public sealed class NestedModelTests : IDisposable
{
    private readonly MirroredStrategy _strategy = new(Devices.Cpus(2), new StrategyOptions { Deterministic = true });
    private readonly NDArray<float> _x = TestData.Classes(40, 8, 3).X;
    private readonly NDArray<int> _y = TestData.Classes(40, 8, 3).Y;

    public void Dispose() => _strategy.Dispose();

    [Fact]
    public void Fit_Outer_ChangesTheInnerModelToo()
    {
        (Sequential inner, Sequential outer) = Make();
        float[] before = inner.Predict(_x, verbose: Verbosity.Silent).ToArray();

        outer.Fit(_x, _y, 16, 2, verbose: Verbosity.Silent);

        float[] after = inner.Predict(_x, verbose: Verbosity.Silent).ToArray();
        Assert.NotEqual(before, after);
        Assert.Equal(outer.GetWeights()[0].ToArray(), inner.GetWeights()[0].ToArray());
        // relu(x W + b) by hand for the first row, with the weights that the outer model has.
        float[] kernel = outer.GetWeights()[0].ToArray(), bias = outer.GetWeights()[1].ToArray();
        double first = bias[0] + Enumerable.Range(0, 8).Sum(i => (double)_x[0, i] * kernel[i * 4]);
        Assert.Equal(Math.Max(0, first), after[0], 1e-6);
    }

    [Fact]
    public void Fit_SameLayersNestedOrNot_GivesTheSameWeights()
    {
        (_, Sequential outer) = Make();
        using IDisposable scope = _strategy.Scope();
        Sequential flat = new([new Dense(4, "relu", inputShape: 8), new Dropout(0.2), new Dense(3, "softmax")]);
        flat.Compile("adam", "sparse_categorical_crossentropy");

        outer.Fit(_x, _y, 16, 2, verbose: Verbosity.Silent);
        flat.Fit(_x, _y, 16, 2, verbose: Verbosity.Silent);

        Assert.Equal(flat.WeightsSha256(), outer.WeightsSha256());
        using TemporaryFolder folder = new();
        outer.SaveWeights(folder["w.safetensors"]);
        flat.LoadWeights(folder["w.safetensors"]);
    }

    [Fact]
    public void Add_TrainedModel_KeepsItsWeights()
    {
        using IDisposable scope = _strategy.Scope();
        Sequential inner = new([new Dense(4, "relu", inputShape: 8)]);
        float[] weights = [.. Enumerable.Range(0, 32).Select(i => i / 100f)];
        inner.SetWeights([new NDArray<float>(weights, [8, 4]), new float[4]]);

        Sequential outer = new([inner, new Dense(3)]);

        Assert.Equal(weights, outer.GetWeights()[0].ToArray());
        inner.SetWeights([new NDArray<float>(new float[32], [8, 4]), new float[4]]);
        Assert.Equal(new float[32], outer.GetWeights()[0].ToArray());
        Assert.Equal(new float[32], outer.GetLayer(0).GetWeights()[0].ToArray());
    }

    [Fact]
    public void Fit_Inner_ChangesTheOuterModelToo()
    {
        (Sequential inner, Sequential outer) = Make();
        inner.Compile("adam", "sparse_categorical_crossentropy");
        string before = outer.WeightsSha256();
        float[] head = outer.GetWeights()[2].ToArray();

        inner.Fit(_x, _y, 16, verbose: Verbosity.Silent);
        inner.TrainOnBatch(_x, _y);

        Assert.NotEqual(before, outer.WeightsSha256());
        Assert.Equal(inner.GetWeights()[0].ToArray(), outer.GetWeights()[0].ToArray());
        Assert.Equal(head, outer.GetWeights()[2].ToArray());
    }

    [Fact]
    public void Pop_Model_GivesItsWeightsBack()
    {
        using IDisposable scope = _strategy.Scope();
        Sequential inner = new([new Dense(3, "softmax", inputShape: 4)]);
        Sequential outer = new([new Dense(4, inputShape: 8), inner]);
        outer.Compile("adam", "sparse_categorical_crossentropy");
        outer.Fit(_x, _y, verbose: Verbosity.Silent);
        float[] trained = inner.GetWeights()[0].ToArray();

        outer.Pop();

        Assert.Equal(trained, inner.GetWeights()[0].ToArray());
        Assert.Equal(new Shape(4), outer.OutputShape);
        Assert.Equal(2, outer.GetWeights().Count);
        inner.Add(new Dropout(0.1));
    }

    [Fact]
    public void Constructor_ModelsOutsideAnyScope_ShareADevice()
    {
        Sequential inner = new([new Dense(4, inputShape: 8)]), deeper = new([inner, new Dense(5)]);
        float[] weights = inner.GetWeights()[0].ToArray();

        using Sequential outer = new([deeper, new Dense(3)]);

        Assert.Same(outer.Strategy, inner.Strategy);
        Assert.Equal(weights, outer.GetWeights()[0].ToArray());
        Assert.Equal(6, outer.Weights.Count);
        Assert.Equal(new Shape(40, 4), inner.Predict(_x, verbose: Verbosity.Silent).Shape);
    }

    [Fact]
    public void Constructor_Refused_LeavesTheInnerModelAsItWas()
    {
        using Sequential inner = new([new Dense(4, inputShape: 8)]);

        Assert.Throws<ShapeMismatchException>(() => new Sequential([inner, new Dense(3, inputShape: 5)]));

        inner.Add(new Dense(2));
        Assert.Equal(new Shape(40, 2), inner.Predict(_x, verbose: Verbosity.Silent).Shape);
    }

    [Fact]
    public void Add_WhatCannotBe_IsRefused()
    {
        (Sequential inner, Sequential outer) = Make();
        using MirroredStrategy other = new(Devices.Cpus(1));
        using IDisposable scope = other.Scope();

        Assert.Contains(other.ToString(), Assert.Throws<InvalidOperationException>(
            () => new Sequential([outer])).Message, StringComparison.Ordinal);
        Assert.Contains(outer.Name, Assert.Throws<InvalidOperationException>(() => inner.Add(new Dropout(0.1))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(inner.Pop);
        Assert.Throws<ArgumentException>(() => new Sequential([inner]));
        Assert.Throws<ArgumentException>(() => outer.Add(outer));
    }

    [Fact]
    public void Summary_ExpandNested_DrawsAFrame()
    {
        using IDisposable scope = _strategy.Scope();
        Sequential inner = new([new Dense(4, inputShape: 8, name: "a"), new Dropout(0.2, name: "b")], "base");
        Sequential outer = new([inner, new Dense(3, name: "c")], "whole");
        List<string> lines = [];

        outer.Summary(lines.Add, expandNested: true, showTrainable: true);

        string[] expected =
        [
            "Model: \"whole\"",
            new string('_', 76),
            " Layer (type)                Output Shape              Param #   Trainable  ",
            new string('=', 76),
            " base (Sequential)           (None, 4)                 36        Y          ",
            "|" + new string('¯', 74) + "|",
            "| a (Dense)                  (None, 4)                 36        Y         |",
            "|" + new string(' ', 74) + "|",
            "| b (Dropout)                (None, 4)                 0         Y         |",
            new string('¯', 76),
            new string(' ', 76),
            " c (Dense)                   (None, 3)                 15        Y          ",
            new string(' ', 76),
            new string('=', 76),
            "Total params: 51", "Trainable params: 51", "Non-trainable params: 0",
            new string('_', 76),
        ];
        Assert.Equal(expected, lines);
        lines.Clear();
        outer.Summary(lines.Add, lineLength: 60); // Columns end at int(60 * 0.45) = 27, int(60 * 0.85) = 51 and 60.
        Assert.Equal(" base (Sequential)".PadRight(27) + "(None, 4)".PadRight(24) + "36".PadRight(9), lines[4]);
    }

    private (Sequential Inner, Sequential Outer) Make()
    {
        using IDisposable scope = _strategy.Scope();
        Sequential inner = new([new Dense(4, "relu", inputShape: 8)]);
        Sequential outer = new([inner, new Dropout(0.2), new Dense(3, "softmax")]);
        outer.Compile("adam", "sparse_categorical_crossentropy");
        return (inner, outer);
    }
}
