using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mirrored.Keras.Tests;

namespace Mirrored.Files.Tests;

/// <summary>Whole models in .keras files: those of real Keras, and ours held to them.</summary>
public sealed class KerasFormatTests
{
    [Theory]
    [InlineData("model.keras", false)]
    [InlineData("compiled.keras", true)]
    public void Load_OfRealKeras_PredictsTheSame(string name, bool compiled)
    {
        using Sequential model = Sequential.Load(RealKeras.Path(name));
        RealKeras.Check(model);
        Assert.Equal(["dense", "dropout", "middle", "dense_1"], model.Layers.Select(l => l.Name));
        Assert.Equal(compiled, model.Optimizer is not null);
        if (!compiled) return;
        Adam adam = Assert.IsType<Adam>(model.Optimizer!.Settings);
        Assert.Equal((0.9, 0.999, 1e-7), (adam.Beta1, adam.Beta2, adam.Epsilon));
        Assert.Equal(["loss", "accuracy"], model.MetricsNames);
    }

    [Theory]
    [InlineData("model.keras")]
    [InlineData("compiled.keras")]
    public void Save_OfALoadedFile_HasItsLayout(string name)
    {
        using TemporaryFolder folder = new();
        using Sequential model = Sequential.Load(RealKeras.Path(name));
        model.Save(folder["m.keras"]);
        Assert.Equal(["metadata.json", "config.json", "model.weights.h5"], Members(folder["m.keras"]));
        Assert.Equal(HdfOf(RealKeras.Path(name)), HdfOf(folder["m.keras"]));
        Assert.Equal(Keys(JsonOf(RealKeras.Path(name), "metadata.json")), Keys(JsonOf(folder["m.keras"], "metadata.json")));

        JsonNode theirs = JsonOf(RealKeras.Path(name), "config.json"), ours = JsonOf(folder["m.keras"], "config.json");
        Clean(theirs);
        Clean(ours);
        ours["config"]!["layers"]![0]!["config"]!["name"] = "input_layer"; // Models of ours do not keep the input's name.
        Assert.True(JsonNode.DeepEquals(theirs, ours), $"{theirs.ToJsonString()}\n{ours.ToJsonString()}");
    }

    [Fact]
    public void Save_ThenLoad_KeepsEveryBitAndSetting()
    {
        using TemporaryFolder folder = new();
        using Sequential model = new(
        [
            new Normalization([1, 2, 3], [4, 5, 6], inputShape: 3), new Rescaling(0.5, 1), new GaussianNoise(0.1, seed: 3), new Reshape([3, 1]),
            new Flatten(), new LayerNormalization(0.01)
            {
                GammaInitializer = new Constant(2), GammaRegularizer = new L2(0.1), BetaConstraint = new MaxNorm(3),
            }, new ActivityRegularization(0.1, 0.2),
            new Sequential(
            [
                new Dense(4, "swish", inputShape: 3)
                {
                    KernelInitializer = new VarianceScaling(2, FanMode.Average, ScalingDistribution.UntruncatedNormal, 5), KernelRegularizer = new L1L2(0.1, 0.2),
                    BiasRegularizer = new L2(0.3), ActivityRegularizer = new L1(0.01), KernelConstraint = new MinMaxNorm(0.1, 2, 0.5), BiasConstraint = new NonNeg(),
                },
            ], "inner"),
            new BatchNormalization(momentum: 0.9) { GammaRegularizer = new L1(0.1), BetaConstraint = new MaxNorm(3) }, new Dropout(0.25, seed: 7), new Keras.Activation("gelu"), new Dense(2, "softmax") { Trainable = false },
        ]);
        model.Compile(new AdamW(new CosineDecay(0.01, 100), 0.1) { ClipNorm = 2 }, new SparseCategoricalCrossentropy(fromLogits: true), ["accuracy"]);
        NDArray<float> x = TestRows.Of([8, 3]);
        NDArray<int> y = new([0, 1, 0, 1, 1, 0, 1, 0], 8);
        model.Fit(x, y, batchSize: 4, epochs: 2, verbose: Verbosity.Silent);
        model.Save(folder["m.keras"]);

        using Sequential other = Sequential.Load(folder["m.keras"]);
        Assert.Equal(model.WeightsSha256(), other.WeightsSha256());
        Assert.Equal(model.Optimizer!.Iterations, other.Optimizer!.Iterations);
        Assert.Equal(model.Optimizer.LearningRate, other.Optimizer.LearningRate);
        other.Save(folder["n.keras"]);
        Assert.Equal(HdfOf(folder["m.keras"]), HdfOf(folder["n.keras"]));
        Assert.True(JsonNode.DeepEquals(JsonOf(folder["m.keras"], "config.json"), JsonOf(folder["n.keras"], "config.json")));
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("adagrad")]
    [InlineData("rmsprop")]
    [InlineData("sgd")]
    public void Fit_AfterLoading_GoesOnAsIfNeverSaved(string name)
    {
        using TemporaryFolder folder = new();
        NDArray<float> x = TestRows.Of([16, 3]);
        NDArray<int> y = new([.. Enumerable.Range(0, 16).Select(i => i % 2)], 16);
        Optimizer optimizer = name switch { "rmsprop" => new RMSprop(0.01, momentum: 0.9, centered: true), "sgd" => new SGD(0.1, 0.9), _ => name };
        using Sequential model = new([new Dense(5, "relu", inputShape: 3), new Dense(2, "softmax")]);
        model.Compile(optimizer, "sparse_categorical_crossentropy");
        model.Fit(x, y, batchSize: 16, epochs: 3, verbose: Verbosity.Silent);
        model.Save(folder["m.keras"]);
        using Sequential other = Sequential.Load(folder["m.keras"]);
        Dataset<Batch> data = Dataset.FromTensorSlices(x, y).Batch(16); // In order: a shuffle would go on from another state.
        model.Fit(data, epochs: 3, verbose: Verbosity.Silent);
        other.Fit(data, epochs: 3, verbose: Verbosity.Silent);
        Assert.Equal(model.WeightsSha256(), other.WeightsSha256());
    }

    public static TheoryData<Loss, Metric[]> Compilations => new()
    {
        { new BinaryCrossentropy(true, 0.1), [new PrecisionMetric([0.2, 0.7]), new Recall(topK: 2, classId: 1), "auc", "mae", "acc", "ce"] },
        { new CategoricalCrossentropy(false, 0.1, Reduction.Sum), [new AUC(50, AucCurve.PrecisionRecall, AucSummation.Minoring, "pr")] },
        { new Huber(2), [new BinaryAccuracy(0.3, "b"), new TruePositives([0.4]), new TrueNegatives(), new FalsePositives(), new FalseNegatives()] },
        { "huber", [new RootMeanSquaredError(), new CategoricalAccuracy(), new TopKCategoricalAccuracy(2)] },
        { "sparse_categorical_crossentropy", [new SparseTopKCategoricalAccuracy(2), new SparseCategoricalAccuracy("s"), "accuracy"] },
    };

    [Theory]
    [MemberData(nameof(Compilations))]
    public void Save_ThenLoad_KeepsLossAndMetrics(Loss loss, Metric[] metrics)
    {
        using TemporaryFolder folder = new();
        using Sequential model = new([new Dense(2, "softmax", inputShape: 3)]);
        model.Compile("sgd", loss, metrics, weightedMetrics: ["mse"]);
        model.Save(folder["m.keras"]);
        using Sequential other = Sequential.Load(folder["m.keras"]);
        Assert.Equal(model.MetricsNames, other.MetricsNames);
        Assert.Equal((loss.GetType(), loss.Reduction), (other.Loss!.GetType(), other.Loss.Reduction));
        Assert.Equal(metrics.Select(m => m.GetType()), other.Metrics.Select(m => m.GetType()));
        other.Save(folder["n.keras"]);
        Assert.True(JsonNode.DeepEquals(JsonOf(folder["m.keras"], "config.json"), JsonOf(folder["n.keras"], "config.json")));
    }

    [Fact]
    public void Save_ThenLoad_KeepsEveryNamedLoss()
    {
        using TemporaryFolder folder = new();
        using Sequential model = new([new Dense(2, "softmax", inputShape: 3)]);
        foreach (string name in Loss.Table.Names)
        {
            foreach (Reduction reduction in Enum.GetValues<Reduction>())
            {
                // The object form of each class, too: a sum has no name.
                JsonObject form = new()
                {
                    ["class_name"] = Loss.FromString(name).GetType().Name,
                    ["config"] = new JsonObject { ["reduction"] = reduction switch { Reduction.Sum => "sum", Reduction.None => null, _ => "sum_over_batch_size" } },
                };
                using JsonDocument document = JsonDocument.Parse(form.ToJsonString());
                Loss read = LossConfig.Read(new ConfigNode("f", "loss", document.RootElement));
                Assert.Equal((Loss.FromString(name).GetType(), reduction), (read.GetType(), read.Reduction));
                model.Compile("sgd", read);
                model.Save(folder["m.keras"]);
                using Sequential other = Sequential.Load(folder["m.keras"]);
                Assert.Equal((read.GetType(), reduction), (other.Loss!.GetType(), other.Loss.Reduction));
            }
        }
    }

    [Fact]
    public void Save_WhatKerasHasNot_NamesItAndWritesNothing()
    {
        using TemporaryFolder folder = new();
        using Sequential own = new([new EveryComparison { InputShape = 3 }]), hard = new([new Dense(2, "hard_sigmoid", inputShape: 3)]);
        Assert.Contains("EveryComparison", Assert.Throws<NotSupportedException>(() => own.Save(folder["m.keras"])).Message, StringComparison.Ordinal);
        Assert.Contains("HardSigmoid", Assert.Throws<NotSupportedException>(() => hard.Save(folder["m.keras"])).Message, StringComparison.Ordinal);
        using Sequential counted = new([new Dense(2, "softmax", inputShape: 3)]);
        counted.Compile("sgd", "sparse_categorical_crossentropy", [new ConfusionMatrix(2)]);
        Assert.Contains("ConfusionMatrix", Assert.Throws<NotSupportedException>(() => counted.Save(folder["m.keras"])).Message, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    private static string[] Members(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        return [.. zip.Entries.Select(e => e.FullName)];
    }

    private static byte[] Member(string path, string name)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        using Stream stream = zip.GetEntry(name)!.Open();
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static string HdfOf(string path) => Hdf5Text.Of(new MemoryStream(Member(path, "model.weights.h5")));

    private static JsonNode JsonOf(string path, string name) => JsonNode.Parse(Member(path, name))!;

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(p => p.Key);

    /// <summary>Takes out what numbers the objects of a Python process.</summary>
    private static void Clean(JsonNode? node)
    {
        if (node is JsonArray list) foreach (JsonNode? item in list) Clean(item);
        if (node is not JsonObject fields) return;
        fields.Remove("shared_object_id");
        // Dropout has no weights; Keras writes no build_config for it.
        if (fields["class_name"] is { } name && name.GetValueKind() == JsonValueKind.String && (string?)name == "Dropout") fields.Remove("build_config");
        foreach ((_, JsonNode? value) in fields) Clean(value);
    }
}
