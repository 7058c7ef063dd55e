namespace Mirrored.Keras;

/// <summary>Normal numbers within two standard deviations, of variance <c>2 / fan_in</c>: for layers with ReLU.</summary>
/// <param name="seed">Draws from this seed instead of the strategy's; null takes that one.</param>
/// <remarks>For a matrix fan_in is the number of its rows. Source: He et al., 2015.</remarks>
public sealed class HeNormal(long? seed = null) : VarianceScaling(2, FanMode.In, ScalingDistribution.TruncatedNormal, seed);
