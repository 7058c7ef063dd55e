using System.Globalization;

namespace Mirrored.Cli;

/// <summary>Measures, and prints each figure as it comes.</summary>
/// <param name="devices">What to measure on.</param>
/// <param name="output">Where figures go.</param>
/// <param name="cancelled">Ends the run.</param>
internal sealed class BenchRun(IReadOnlyList<DeviceId> devices, TextWriter output, CancellationToken cancelled)
{
    /// <summary>Sums gradients of growing size.</summary>
    public IReadOnlyList<ExchangeFigure> Exchanges()
    {
        using MirroredStrategy strategy = new(devices);
        output.WriteLine($"all-reduce over {string.Join(", ", devices)}: float32, in place, sum\n");
        output.WriteLine("       size         time    algorithm GB/s    bus GB/s");
        ExchangeBench bench = new(strategy);
        List<ExchangeFigure> figures = [];
        foreach (long bytes in ExchangeBench.Sizes)
        {
            ExchangeFigure figure = bench.Measure(bytes, cancelled);
            figures.Add(figure);
            (_, _, double time, double algorithm, double bus) = figure;
            Write($"{Size(bytes),11} {time,9:F1} us {algorithm,17:F2} {bus,11:F2}");
        }

        output.WriteLine();
        return figures;
    }

    /// <summary>Trains on one device, two, and so on up to all.</summary>
    /// <param name="batch">Images for each device in a step.</param>
    public IReadOnlyList<StepFigure> Steps(int batch)
    {
        output.WriteLine($"training, 784-128-10 network, {batch} images for each device in a step\n");
        output.WriteLine("    devices    batch    step ms    images/s    speed-up");
        List<StepFigure> figures = [];
        for (int count = 1; count <= devices.Count; count++)
        {
            TimeSpan time = StepBench.Measure([.. devices.Take(count)], batch, cancelled);
            double rate = batch * count / time.TotalSeconds;
            double speedUp = count == 1 ? 1 : rate / figures[0].ImagesPerSecond;
            StepFigure figure = new(count, batch * count, time.TotalMilliseconds, rate, speedUp);
            figures.Add(figure);
            Write($"{count,11} {figure.GlobalBatch,8} {figure.Milliseconds,10:F3} {rate,11:N0} {figure.SpeedUp,11:F2}");
        }

        if (devices.Count > 1 && devices[0].Kind == DeviceKind.Cpu)
            output.WriteLine("\nVirtual CPU devices share the cores: a speed-up near 1 is what they can give.");
        return figures;
    }

    private static string Size(long bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";

    private void Write(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
