namespace Mirrored.Cli;

/// <summary>A point of a curve.</summary>
/// <param name="X">The epoch, from 1, or the number of updates.</param>
/// <param name="Y">The value; may be infinite or not a number.</param>
internal readonly record struct Point(double X, double Y);
