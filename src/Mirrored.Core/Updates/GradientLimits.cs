namespace Mirrored;

/// <summary>How reduced gradients are limited before an update: elements first, then norms; null for no limit.</summary>
/// <param name="Value">The largest magnitude of an element.</param>
/// <param name="Norm">The largest norm of one weight's gradient.</param>
/// <param name="GlobalNorm">The largest norm of all gradients together; not with <paramref name="Norm"/>.</param>
internal sealed record GradientLimits(double? Value = null, double? Norm = null, double? GlobalNorm = null);
