namespace Mirrored.Keras;

/// <summary>Normal numbers within two standard deviations, of variance <c>2 / (fan_in + fan_out)</c>.</summary>
/// <param name="seed">Draws from this seed instead of the strategy's; null takes that one.</param>
/// <remarks>For a matrix fan_in and fan_out are its rows and columns. Source: Glorot and Bengio, 2010.</remarks>
public sealed class GlorotNormal(long? seed = null) : VarianceScaling(1, FanMode.Average, ScalingDistribution.TruncatedNormal, seed);
