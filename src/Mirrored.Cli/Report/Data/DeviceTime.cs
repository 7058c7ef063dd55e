namespace Mirrored.Cli;

/// <summary>Where the time of a training step goes on one device.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Parts">Milliseconds of each part, in the order in which they follow one another.</param>
internal sealed record DeviceTime(string Device, IReadOnlyList<KeyValuePair<string, double>> Parts)
{
    /// <summary>No part of a step takes longer, in milliseconds; it would not be drawn sensibly.</summary>
    public const double Longest = 1e9;

    /// <summary>Milliseconds of a step.</summary>
    public double Step => Parts.Sum(part => part.Value);
}
