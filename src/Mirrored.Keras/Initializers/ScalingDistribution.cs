namespace Mirrored.Keras;

/// <summary>What <see cref="VarianceScaling"/> draws from.</summary>
public enum ScalingDistribution
{
    /// <summary>Normal numbers of which none lies further than two standard deviations from 0; scaled to the variance afterwards.</summary>
    TruncatedNormal = 0,

    /// <summary>Normal numbers.</summary>
    UntruncatedNormal = 1,

    /// <summary>Uniform numbers around 0.</summary>
    Uniform = 2,
}
