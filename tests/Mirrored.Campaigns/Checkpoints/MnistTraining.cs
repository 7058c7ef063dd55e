using System.Diagnostics;

namespace Mirrored.Campaigns.Checkpoints;

/// <summary>The sample's training in this process, on two virtual devices, with made-up images.</summary>
internal sealed class MnistTraining : IDisposable
{
    private const int Pixels = 784, Rows = 16_384;

    private readonly MirroredStrategy _strategy = new(Devices.Cpus(2));
    private readonly Sequential _model;
    private readonly Dataset<Batch> _data;
    private readonly int _steps;

    public MnistTraining(int batchSize, int steps)
    {
        _steps = steps;
        using (_strategy.Scope())
        {
            _model = new Sequential([new Dense(128, "relu", inputShape: Pixels), new Dropout(0.2), new Dense(10, "softmax")]);
            Compile();
        }

        Random random = new(1);
        byte[] pixels = new byte[Rows * Pixels], labels = new byte[Rows];
        random.NextBytes(pixels);
        for (int i = 0; i < Rows; i++) labels[i] = (byte)random.Next(10);
        _data = Dataset.FromTensorSlices(new NDArray<byte>(pixels, [Rows, Pixels]).AsFloat(1 / 255.0), new NDArray<byte>(labels, Rows))
            .Shuffle(Rows).Repeat().Batch(batchSize);
    }

    /// <summary>Trains an epoch of so many steps as the class was made for.</summary>
    /// <returns>How long that took in seconds.</returns>
    public double Run(params Callback[] callbacks)
    {
        Compile();
        long start = Stopwatch.GetTimestamp();
        _model.Fit(
            _data, verbose: Verbosity.Silent, callbacks: callbacks,
            options: new FitOptions { StepsPerEpoch = _steps });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Trains step by step, waiting for each.</summary>
    /// <returns>By how many milliseconds the median step behind a save is longer than the median of all others.</returns>
    public double Stall(BackupAndRestore backup, int saveEvery)
    {
        double[] ends = new double[_steps];
        long start = Stopwatch.GetTimestamp();
        Run(backup, new LambdaCallback(onBatchEnd: (batch, logs) =>
        {
            _ = logs["loss"];
            ends[batch] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }));
        IEnumerable<(double Time, bool BehindSave)> steps = Enumerable.Range(1, _steps - 1).Select(i => (ends[i] - ends[i - 1], i % saveEvery == 0));
        return Median(steps.Where(s => s.BehindSave)) - Median(steps.Where(s => !s.BehindSave));
    }

    public void Dispose() => _strategy.Dispose();

    private static double Median(IEnumerable<(double Time, bool BehindSave)> steps)
    {
        double[] sorted = [.. steps.Select(s => s.Time).Order()];
        return sorted[sorted.Length / 2];
    }

    // Iterations begin at 0, so that saves fall on the same steps.
    private void Compile() => _model.Compile(new Adam(), "sparse_categorical_crossentropy", ["accuracy"]);
}
