namespace Mirrored;

/// <summary>What was found in a step that was not finite.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="Weights">The names of the weights whose gradients are concerned.</param>
/// <param name="LossIsFinite">False if the loss is, too.</param>
internal sealed record NonFiniteFault(long Step, IReadOnlyList<string> Weights, bool LossIsFinite);
