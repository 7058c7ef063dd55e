namespace Mirrored.Keras;

/// <summary>Every element starts at the same value.</summary>
/// <param name="value">The value; default 0.</param>
public sealed class Constant(double value = 0) : Initializer
{
    /// <summary>The value.</summary>
    public double Value { get; } = value;

    /// <inheritdoc/>
    protected internal override void Fill(Span<float> values, Shape shape, InitialRandom random) => values.Fill((float)Value);

    internal override Operation OnDevice(Parameter weight, ulong seed, uint stream) =>
        new FillOperation { Output = weight.Value, Value = (float)Value };
}
