namespace Mirrored;

/// <summary>The constants of a <see cref="UnaryFunction"/>; what they mean is said there.</summary>
internal readonly record struct UnaryParameters(float A = 0, float B = 0, float C = 0);
