namespace Mirrored;

/// <summary>What norms a weight's vectors along one axis may have.</summary>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="Rate">How far a norm outside is brought back in one step: 1 for all the way.</param>
/// <param name="Axis">The axis that the vectors lie along; negative counts from the end.</param>
internal sealed record NormRange(double Minimum, double Maximum, double Rate, int Axis);
