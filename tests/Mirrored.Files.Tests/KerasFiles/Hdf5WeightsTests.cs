using Mirrored.Keras.Tests;
using PureHDF;

namespace Mirrored.Files.Tests;

/// <summary>Weights in HDF5, of Keras 2 and 3: read as real Keras wrote them, written in the same layout.</summary>
public sealed class Hdf5WeightsTests
{
    public static TheoryData<string> Endings => [".weights.h5", ".h5", ".hdf5"];

    [Theory]
    [InlineData("model.weights.h5")]
    [InlineData("legacy.h5")]
    public void LoadWeights_OfRealKeras_PredictsTheSame(string name)
    {
        using Sequential model = RealKeras.NewModel();
        model.LoadWeights(RealKeras.Path(name));
        RealKeras.Check(model);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public void SaveWeights_ThenLoad_KeepsEveryBit(string ending)
    {
        using TemporaryFolder folder = new();
        string path = folder["w" + ending];
        Layer[] Layers() =>
        [
            new Normalization([1, 2, 3], [4, 5, 6], inputShape: 3), new Sequential([new Dense(4, "relu", inputShape: 3), new Dense(2)]),
            new LayerNormalization(), new Dropout(0.5), new Dense(2, useBias: false), new Dense(5, name: "named"),
        ];
        using Sequential model = new(Layers(), "m"), other = new(Layers(), "n");
        TestRows.Fill(model);
        model.SaveWeights(path);
        other.LoadWeights(path);
        Assert.Equal(model.WeightsSha256(), other.WeightsSha256());
        Assert.Equal([Path.GetFileName(path)], folder.Names);
    }

    [Fact]
    public void SaveWeights_OfKeras3_HasTheLayoutOfRealKeras()
    {
        using TemporaryFolder folder = new();
        using Sequential model = RealKeras.NewModel();
        model.LoadWeights(RealKeras.Path("model.weights.h5"));
        model.SaveWeights(folder["w.weights.h5"]);
        Assert.Equal(Hdf5Text.Of(RealKeras.Path("model.weights.h5")), Hdf5Text.Of(folder["w.weights.h5"]));
    }

    [Fact]
    public void SaveWeights_OfKeras2_HasTheDocumentedLayout()
    {
        using TemporaryFolder folder = new();
        using Sequential model = new([new Dense(3, inputShape: 2, name: "a"), new Dropout(0.5, name: "drop"), new Dense(1, useBias: false, name: "b")]);
        TestRows.Fill(model);
        model.SaveWeights(folder["w.h5"]);
        using var file = H5File.OpenRead(folder["w.h5"]);
        Assert.Equal(["a", "drop", "b"], file.Attribute("layer_names").Read<string[]>());
        Assert.Equal("2.9.0", file.Attribute("keras_version").Read<string>());
        Assert.Equal(["a/kernel:0", "a/bias:0"], file.Group("a").Attribute("weight_names").Read<string[]>());
        Assert.Equal([0UL], file.Group("drop").Attribute("weight_names").Space.Dimensions);
        Assert.Equal([2UL, 3UL], file.Dataset("a/a/kernel:0").Space.Dimensions);
        Assert.Equal(model.GetWeights()[2].ToArray(), file.Dataset("b/b/kernel:0").Read<float[]>());
        Assert.True(file.LinkExists("top_level_model_weights"));
    }
}
