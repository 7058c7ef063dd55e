namespace Mirrored.Cli;

/// <summary>How fast the sample's network trains on a number of devices.</summary>
/// <param name="Devices">How many devices.</param>
/// <param name="GlobalBatch">Images in a step.</param>
/// <param name="Milliseconds">The time of one step.</param>
/// <param name="ImagesPerSecond">Images over time.</param>
/// <param name="SpeedUp">How many times the images of one device.</param>
internal sealed record StepFigure(int Devices, int GlobalBatch, double Milliseconds, double ImagesPerSecond, double SpeedUp);
