namespace Mirrored.Keras;

/// <summary>The size of a weight that <see cref="VarianceScaling"/> divides by.</summary>
public enum FanMode
{
    /// <summary>The number of inputs of each output.</summary>
    In = 0,

    /// <summary>The number of outputs of each input.</summary>
    Out = 1,

    /// <summary>The mean of both.</summary>
    Average = 2,
}
