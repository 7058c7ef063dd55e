namespace Mirrored.Keras;

/// <summary>Uniform numbers in <c>[-limit, limit)</c> with <c>limit = sqrt(6 / (fan_in + fan_out))</c>: what kernels do by default.</summary>
/// <param name="seed">Draws from this seed instead of the strategy's; null takes that one.</param>
/// <remarks>For a matrix fan_in and fan_out are its rows and columns. Source: Glorot and Bengio, 2010, equation 16.</remarks>
public sealed class GlorotUniform(long? seed = null) : VarianceScaling(1, FanMode.Average, ScalingDistribution.Uniform, seed);
