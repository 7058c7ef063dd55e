namespace Mirrored.Keras;

/// <summary>Uniform numbers in <c>[-limit, limit)</c> with <c>limit = sqrt(3 / fan_in)</c>.</summary>
/// <param name="seed">Draws from this seed instead of the strategy's; null takes that one.</param>
/// <remarks>For a matrix fan_in is the number of its rows. Source: LeCun et al., 1998.</remarks>
public sealed class LecunUniform(long? seed = null) : VarianceScaling(1, FanMode.In, ScalingDistribution.Uniform, seed);
