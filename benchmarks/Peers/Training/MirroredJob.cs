using System.Diagnostics;
using Mirrored.Keras;

namespace Mirrored.Peers;

/// <summary>A dense classifier of MNIST on Mirrored, with its public API only, as its README shows it.</summary>
/// <remarks>One replica: the peer has one model, and replicas on one processor share its cores. An epoch is one call of
/// <c>Fit</c>, so that its time is seen from outside.</remarks>
internal sealed class MirroredJob : ITrainingJob
{
    private const int Pixels = 784;

    private readonly MirroredStrategy _strategy;
    private readonly Sequential _model;
    private readonly Dataset<Batch> _train;
    private readonly NDArray<float> _testImages;
    private readonly NDArray<byte> _testLabels;

    public MirroredJob(PeerOptions options)
    {
        var ((images, labels), (testImages, testLabels)) = Load(options.Data);
        TrainingRows = labels.Shape[0];
        _train = Dataset.FromTensorSlices(Flat(images), labels).Shuffle(TrainingRows).Batch(options.BatchSize);
        (_testImages, _testLabels) = (Flat(testImages), testLabels);

        _strategy = new MirroredStrategy(Devices.Cpus(1), new StrategyOptions { CpuThreads = options.Threads });
        using IDisposable scope = _strategy.Scope();
        _model = new Sequential([.. Layers(Jobs.HiddenUnits(options.Job))]);
        _model.Compile(new Adam(learningRate: 1e-3), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
    }

    public string Name => $"Mirrored {MirroredInfo.Version}";

    public int TrainingRows { get; }

    public double RunEpoch()
    {
        long started = Stopwatch.GetTimestamp();
        double loss = _model.Fit(_train, epochs: 1, verbose: Verbosity.Silent)["loss"][0];
        if (!double.IsFinite(loss))
            throw new InvalidOperationException("Mirrored's loss is not finite.");
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public double Evaluate() => _model.Evaluate(_testImages, _testLabels, verbose: Verbosity.Silent)["accuracy"];

    public void Dispose() => _strategy.Dispose();

    private static IEnumerable<Layer> Layers(IReadOnlyList<int> hiddenUnits)
    {
        for (int i = 0; i < hiddenUnits.Count; i++)
        {
            yield return new Dense(hiddenUnits[i], "relu", inputShape: i == 0 ? Pixels : null);
            yield return new Dropout(0.2);
        }

        yield return new Dense(10, "softmax");
    }

    private static NDArray<float> Flat(NDArray<byte> images) => images.Reshape(-1, Pixels).AsFloat(scale: 1 / 255.0);

    private static MnistData Load(string folder)
    {
        try
        {
            return Mnist.LoadData(folder);
        }
        catch (IOException exception)
        {
            throw new UsageException($"{exception.Message} Give the folder of MNIST's four .gz files with --data.");
        }
    }
}
