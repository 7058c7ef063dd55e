using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mirrored.Peers;

/// <summary>A dense classifier of MNIST on TorchSharp, tuned as its documentation and PyTorch's advise.</summary>
/// <remarks>All images are one float tensor, a batch is one <c>index_select</c> by a slice of <c>randperm</c>; layers
/// are a <c>Sequential</c>; dispose scopes free temporaries at once, so that no garbage collection is needed; the loss
/// stays in a tensor until the epoch ends; evaluation runs in inference mode.</remarks>
internal sealed class TorchSharpJob : ITrainingJob
{
    private const int Pixels = 784;

    private readonly long _batchSize;
    private readonly Tensor _trainImages;
    private readonly Tensor _trainLabels;
    private readonly Tensor _testImages;
    private readonly Tensor _testLabels;
    private readonly Sequential _model;
    private readonly optim.Optimizer _optimizer;

    public TorchSharpJob(PeerOptions options)
    {
        TorchLibrary.EnsureLoads();
        set_num_threads(options.Threads);
        _batchSize = options.BatchSize;
        _trainImages = Images(options.Data, "train-images-idx3-ubyte.gz");
        _trainLabels = Labels(options.Data, "train-labels-idx1-ubyte.gz");
        _testImages = Images(options.Data, "t10k-images-idx3-ubyte.gz");
        _testLabels = Labels(options.Data, "t10k-labels-idx1-ubyte.gz");
        _model = Sequential(Layers(Jobs.HiddenUnits(options.Job)).ToArray());
        _optimizer = optim.Adam(_model.parameters(), lr: 1e-3);
    }

    public string Name => $"TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)}, libtorch {__version__}";

    public int TrainingRows => (int)_trainLabels.shape[0];

    public double RunEpoch()
    {
        long started = Stopwatch.GetTimestamp();
        _model.train();
        using DisposeScope epoch = NewDisposeScope();
        Tensor order = randperm(TrainingRows);
        Tensor lossSum = zeros(1);
        for (long first = 0; first < TrainingRows; first += _batchSize)
            TrainBatch(order.slice(0, first, Math.Min(first + _batchSize, TrainingRows), 1), lossSum);
        if (!float.IsFinite(lossSum.item<float>()))
            throw new InvalidOperationException("TorchSharp's loss is not finite.");
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public double Evaluate()
    {
        _model.eval();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable inference = inference_mode();
        Tensor correct = _model.forward(_testImages).argmax(1).eq(_testLabels).sum();
        return correct.item<long>() / (double)_testLabels.shape[0];
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
        _trainImages.Dispose();
        _trainLabels.Dispose();
        _testImages.Dispose();
        _testLabels.Dispose();
    }

    private static IEnumerable<Module<Tensor, Tensor>> Layers(IReadOnlyList<int> hiddenUnits)
    {
        long width = Pixels;
        foreach (int units in hiddenUnits)
        {
            yield return Linear(width, units);
            yield return ReLU(inplace: true);
            yield return Dropout(0.2);
            width = units;
        }

        yield return Linear(width, 10);
    }

    private static Tensor Images(string folder, string name)
    {
        using Tensor bytes = tensor(IdxFile.Read(folder, name), dtype: ScalarType.Byte);
        using Tensor floats = bytes.to(ScalarType.Float32).div_(255f);
        return floats.reshape(-1, Pixels);
    }

    private static Tensor Labels(string folder, string name)
    {
        using Tensor bytes = tensor(IdxFile.Read(folder, name), dtype: ScalarType.Byte);
        return bytes.to(ScalarType.Int64);
    }

    private void TrainBatch(Tensor rows, Tensor lossSum)
    {
        using DisposeScope batch = NewDisposeScope();
        Tensor images = _trainImages.index_select(0, rows);
        Tensor labels = _trainLabels.index_select(0, rows);
        _optimizer.zero_grad();
        Tensor loss = functional.cross_entropy(_model.forward(images), labels);
        loss.backward();
        _optimizer.step();
        lossSum.add_(loss.detach());
    }
}
