using System.Diagnostics;

namespace Mirrored.Cli;

/// <summary>Measures how fast the sample's network (784, 128 with ReLU and dropout, 10) trains.</summary>
internal static class StepBench
{
    private const int Features = 784, Hidden = 128, Classes = 10, StepsPerEpoch = 20;

    private static readonly TimeSpan MeasuredTime = TimeSpan.FromSeconds(1);

    /// <summary>Trains on some devices for about a second, after one epoch to warm up.</summary>
    /// <param name="devices">The devices.</param>
    /// <param name="batch">Images for each device in a step.</param>
    /// <param name="cancelled">Ends the run.</param>
    /// <returns>The time of one step.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TimeSpan Measure(IReadOnlyList<DeviceId> devices, int batch, CancellationToken cancelled)
    {
        using MirroredStrategy strategy = new(devices);
        using Sequential model = Model(strategy);
        int rows = checked(strategy.GlobalBatchSize(batch) * StepsPerEpoch);
        NDArray<byte> labels = Enumerable.Range(0, rows).Select(i => (byte)(i % Classes)).ToArray();
        NDArray<float> images = new NDArray<byte>(Pixels(checked(rows * Features)), [rows, Features]).AsFloat(1 / 255.0);
        TimeSpan Fit(int epochs)
        {
            long start = Stopwatch.GetTimestamp();
            model.Fit(
                images, labels, batchSize: strategy.GlobalBatchSize(batch), epochs: epochs, verbose: Verbosity.Silent,
                options: new FitOptions { CancellationToken = cancelled });
            return Stopwatch.GetElapsedTime(start);
        }

        Fit(1);
        TimeSpan guess = Fit(1);
        int epochs = (int)Math.Clamp(MeasuredTime / guess, 1, 1000);
        return Fit(epochs) / (epochs * StepsPerEpoch);
    }

    private static Sequential Model(MirroredStrategy strategy)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new(
        [
            new Dense(Hidden, activation: "relu", inputShape: Features),
            new Dropout(0.2),
            new Dense(Classes, activation: "softmax"),
        ]);
        model.Compile(optimizer: new Adam(), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    private static byte[] Pixels(int count)
    {
        byte[] pixels = new byte[count];
        new Random(1).NextBytes(pixels);
        return pixels;
    }
}
