namespace Mirrored.Keras;

/// <summary>Every element starts at 0: what biases do by default.</summary>
public sealed class Zeros : Initializer
{
    /// <inheritdoc/>
    protected internal override void Fill(Span<float> values, Shape shape, InitialRandom random) => values.Clear();

    internal override Operation OnDevice(Parameter weight, ulong seed, uint stream) =>
        new FillOperation { Output = weight.Value, Value = 0 };
}
