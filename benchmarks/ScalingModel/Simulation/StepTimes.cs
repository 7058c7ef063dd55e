namespace Mirrored.ScalingModel;

/// <summary>What a simulation found, in seconds for each step.</summary>
/// <param name="Step">From the end of one update to that of the next.</param>
/// <param name="Compute">Forward and backward of the mean replica.</param>
/// <param name="Exposed">From the end of its backward to the update: waiting for slower replicas and for the exchange.</param>
/// <param name="Update">The update.</param>
public readonly record struct StepTimes(double Step, double Compute, double Exposed, double Update);
