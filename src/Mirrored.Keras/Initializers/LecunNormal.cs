namespace Mirrored.Keras;

/// <summary>Normal numbers within two standard deviations, of variance <c>1 / fan_in</c>: for layers with SELU.</summary>
/// <param name="seed">Draws from this seed instead of the strategy's; null takes that one.</param>
/// <remarks>For a matrix fan_in is the number of its rows. Source: LeCun et al., 1998.</remarks>
public sealed class LecunNormal(long? seed = null) : VarianceScaling(1, FanMode.In, ScalingDistribution.TruncatedNormal, seed);
