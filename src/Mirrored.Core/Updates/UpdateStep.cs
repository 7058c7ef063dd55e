namespace Mirrored;

/// <summary>What is known of an update before it runs.</summary>
/// <param name="Number">The number of the update, from 1: the <c>t</c> of formulas.</param>
/// <param name="LearningRate">The learning rate of this update.</param>
public readonly record struct UpdateStep(long Number, double LearningRate);
