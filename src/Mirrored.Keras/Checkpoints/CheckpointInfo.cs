namespace Mirrored.Keras;

/// <summary>Which checkpoint a model was restored from.</summary>
/// <param name="Path">The checkpoint's folder.</param>
/// <param name="Step">The training steps that the model had done: <see cref="ModelOptimizer.Iterations"/>.</param>
/// <param name="Epoch">The epoch of the <c>Fit</c> that was under way, from 0; null when none was.</param>
public sealed record CheckpointInfo(string Path, long Step, int? Epoch);
