namespace Mirrored.Keras;

/// <summary>Every element starts at 1.</summary>
public sealed class Ones : Initializer
{
    /// <inheritdoc/>
    protected internal override void Fill(Span<float> values, Shape shape, InitialRandom random) => values.Fill(1);

    internal override Operation OnDevice(Parameter weight, ulong seed, uint stream) =>
        new FillOperation { Output = weight.Value, Value = 1 };
}
