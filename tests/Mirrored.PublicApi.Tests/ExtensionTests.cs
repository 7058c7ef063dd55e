namespace Mirrored.PublicApi.Tests;

/// <summary>A program of one's own parts, which sees only what is public, trains as one of the library's does.</summary>
public sealed class ExtensionTests
{
    private const int Rows = 90, Features = 4, Classes = 3;

    [Fact]
    public void Fit_OwnParts_LowersTheLossOnOneAndTwoDevicesAlike()
    {
        (IReadOnlyList<double> losses, string one) = Train(Devices.Cpus(1));
        (_, string two) = Train(Devices.Cpus(2));

        Assert.True(losses[^1] < losses[0] / 2, $"The loss went from {losses[0]} to {losses[^1]} only.");
        Assert.Equal(one, two);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fit_OwnParts_GiveTheCpusBitsOnGpus(int gpus)
    {
        CudaAtHand.SkipWithout();

        Assert.Equal(Train(Devices.Cpus(1)).Weights, Train(Devices.Gpus([.. Enumerable.Range(0, gpus)])).Weights);
    }

    [Fact]
    public void Fit_OwnCallback_StopsWhenItSaysSo()
    {
        (IReadOnlyList<double> all, _) = Train(Devices.Cpus(1));
        double enough = (all[4] + all[5]) / 2;

        (IReadOnlyList<double> some, _) = Train(Devices.Cpus(1), enough);

        Assert.Equal(all.TakeWhile(loss => loss >= enough).Count() + 1, some.Count);
    }

    [Fact]
    public void Optimizer_OwnSchedule_IsTheLiveRate()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = Model(strategy);
        (NDArray<float> x, NDArray<int> y) = Data();

        Assert.Equal(0.02, model.Optimizer!.LearningRate);
        model.Fit(x, y, batchSize: Rows, epochs: 60, verbose: Verbosity.Silent);

        Assert.Equal(0.01, model.Optimizer.LearningRate);
    }

    [Fact]
    public void Build_OwnInitializer_FillsTheWeight()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using Sequential model = Model(strategy);

        float[] gates = model.GetWeights()[1].ToArray();

        Assert.Equal([0.25f, -0.25f, 0.25f], gates[..3]);
    }

    [Fact]
    public void Build_RowsThatTheOwnLayerRefuses_ThrowsItsError()
    {
        ShapeMismatchException error = Assert.Throws<ShapeMismatchException>(
            () => new Sequential([new Flatten(inputShape: 4), new Reshape([2, 2]), new GatedDense(3)]));

        Assert.Contains("(features,)", error.Message);
    }

    private static (IReadOnlyList<double> Losses, string Weights) Train(IReadOnlyList<DeviceId> devices, double enough = 0)
    {
        using MirroredStrategy strategy = new(devices, new StrategyOptions { Deterministic = true, Seed = 3 });
        using Sequential model = Model(strategy);
        (NDArray<float> x, NDArray<int> y) = Data();
        LossWatcher watcher = new(enough);
        model.Fit(x, y, batchSize: 20, epochs: 20, verbose: Verbosity.Silent, callbacks: [watcher]);
        return (watcher.Losses, model.WeightsSha256());
    }

    private static Sequential Model(MirroredStrategy strategy)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new([new GatedDense(8) { InputShape = Features }, new Dense(Classes, "softmax")]);
        model.Compile(new SignMomentum(new Halving(0.02, every: 50)), "sparse_categorical_crossentropy");
        return model;
    }

    private static (NDArray<float> X, NDArray<int> Y) Data()
    {
        float[] x = [.. Enumerable.Range(0, Rows * Features).Select(i => ((i * 37 % 101) / 50f) - 1)];
        int[] y = [.. x.Chunk(Features).Select(row => Array.IndexOf(row[..Classes], row[..Classes].Max()))];
        return (new NDArray<float>(x, [Rows, Features]), new NDArray<int>(y, Rows));
    }
}
