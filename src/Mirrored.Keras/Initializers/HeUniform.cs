namespace Mirrored.Keras;

/// <summary>Uniform numbers in <c>[-limit, limit)</c> with <c>limit = sqrt(6 / fan_in)</c>: for layers with ReLU.</summary>
/// <param name="seed">Draws from this seed instead of the strategy's; null takes that one.</param>
/// <remarks>For a matrix fan_in is the number of its rows. Source: He et al., 2015.</remarks>
public sealed class HeUniform(long? seed = null) : VarianceScaling(2, FanMode.In, ScalingDistribution.Uniform, seed);
