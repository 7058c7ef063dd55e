namespace Mirrored;

/// <summary>What a training step has to do for the measurements.</summary>
/// <param name="IsMeasured">It is measured itself.</param>
/// <param name="IsNextMeasured">The one behind it is, so that its own end has to be noted.</param>
/// <param name="InputSeconds">How long the caller waited for its batch, if it is measured.</param>
internal readonly record struct StepMeasure(bool IsMeasured, bool IsNextMeasured, double InputSeconds);
