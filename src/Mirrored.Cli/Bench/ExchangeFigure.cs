namespace Mirrored.Cli;

/// <summary>How fast gradients of one size are summed over all devices.</summary>
/// <param name="Devices">How many devices.</param>
/// <param name="Bytes">The size on each.</param>
/// <param name="Microseconds">The median time of one sum.</param>
/// <param name="AlgorithmBandwidth">Gigabytes a second: size over time.</param>
/// <param name="BusBandwidth">The same times <c>2 (n - 1) / n</c>: what each link carries, whatever the number of
/// devices.</param>
internal sealed record ExchangeFigure(
    int Devices, long Bytes, double Microseconds, double AlgorithmBandwidth, double BusBandwidth)
{
    public static ExchangeFigure Of(int devices, long bytes, TimeSpan time)
    {
        double algorithm = bytes / time.TotalSeconds / 1e9;
        return new ExchangeFigure(devices, bytes, time.TotalMicroseconds, algorithm, algorithm * 2 * (devices - 1) / devices);
    }
}
