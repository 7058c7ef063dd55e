namespace Mirrored.Peers;

/// <summary>One process, seen from outside and by its own report.</summary>
internal sealed record Measurement(SideResult Result, double WallSeconds)
{
    /// <summary>From the median epoch without the first, in which code is compiled and memory first touched.</summary>
    public double ImagesPerSecond => Result.TrainingRows / Spread.Of(Result.EpochSeconds.Skip(1)).Median;
}
