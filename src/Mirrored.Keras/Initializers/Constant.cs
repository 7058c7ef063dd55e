namespace Mirrored.Keras;

/// <summary>Every element starts at the same value.</summary>
/// <param name="value">The value; default 0.</param>
public sealed class Constant(double value = 0) : Initializer
{
    /// <summary>The value.</summary>
    public double Value { get; } = value;

    internal override Operation Fill(Parameter weight, ulong seed, uint stream) =>
        new FillOperation { Output = weight.Value, Value = (float)Value };
}
